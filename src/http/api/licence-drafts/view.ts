import type { z } from 'zod';
import { maskName, possibleDraftSteps, type LicenceDraftRecord } from '../../../domain/licence/index.ts';
import { maskedNote } from '../../../services/licences/drafts/index.ts';
import type { draftSchema, draftSummarySchema } from './schema.ts';

/** A draft with its persons masked, for lists and after a step. */
export function draftSummaryView(draft: LicenceDraftRecord): z.infer<typeof draftSummarySchema> {
  const steps = draft.steps.map(({ note, ...step }) => ({ ...step, note: maskedNote(draft, note) }));
  return { ...shared(draft), steps, holdersMasked: (draft.content?.holders ?? []).map(({ name }) => maskName(name)) };
}

/** A draft whole, for who has said what it is read for. */
export function draftView(draft: LicenceDraftRecord): z.infer<typeof draftSchema> {
  const { content, steps } = draft;
  return {
    ...shared(draft),
    steps: steps.map((step) => ({ ...step })),
    holders: (content?.holders ?? []).map(({ name, codeType, code }) => ({ name, codeType, code })),
    request: content ? { ...content.request } : null,
  };
}

function shared(draft: LicenceDraftRecord) {
  const { _id: id, organisation, typeCode, typeName, content, state, makers, licence, demonstration } = draft;
  return {
    ...{ id, organisation, typeCode, typeName, kind: content?.kind ?? null, state, makers: [...makers] },
    ...{ possibleSteps: [...possibleDraftSteps(draft)], licence, demonstration },
  };
}
