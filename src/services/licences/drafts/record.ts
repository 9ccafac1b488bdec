/** Writing drafts: each change one write that carries what the journal is told. */
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Action, Actor } from '../../../domain/access/index.ts';
import type { DomainEvent, EventFacts } from '../../../domain/journal/index.ts';
import type { LicenceDraftRecord, TakenDraftStep } from '../../../domain/licence/index.ts';
import { authorise } from '../../access/authorise.ts';
import { personsTold } from '../../journal/pseudonyms.ts';
import { reaches } from '../../organisations/index.ts';
import type { LicenceDependencies } from '../ports.ts';

/** What drafts take. */
export type DraftDependencies = Pick<LicenceDependencies, 'store' | 'journal' | 'clock'>;

/** Who makes or issues: the account; of a system or a program its key or name. */
export function accountOf({ person, client }: Actor): string {
  return person ?? client;
}

/**
 * A draft of the actor's organisation, or within his scope.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_DRAFT_NOT_FOUND
 */
export async function findDraft(
  { store: { records } }: Pick<DraftDependencies, 'store'>,
  actor: Actor,
  { id, action }: { readonly id: string; readonly action: Action },
): Promise<LicenceDraftRecord> {
  authorise(actor, action, actor.organisation);
  const draft = await records.get('licence-drafts', id);
  if (!draft || !(await reaches(records, actor, { action, organisation: draft.organisation })))
    throw new YinzhengError('LICENCE_DRAFT_NOT_FOUND');
  return draft;
}

/** An event about a draft, at its version. */
export function draftEvent(
  deps: Pick<DraftDependencies, 'journal'>,
  draft: LicenceDraftRecord,
  told: { readonly kind: DomainEvent['kind']; readonly actor: Actor; readonly at: string; readonly facts: EventFacts },
): DomainEvent {
  const { kind, actor, at, facts } = told;
  return {
    ...{ id: `licence-drafts/${draft._id}/${draft.version}`, kind, subject: `licence-drafts/${draft._id}` },
    ...{ effectiveAt: at, recordedAt: at, actor, purpose: null },
    facts: { type: draft.typeCode, state: draft.state, ...facts, ...personsTold(deps.journal, draft.content?.holders ?? []) },
  };
}

/** What the journal is told of, and the step that people see of it; null where they see none: an attempt to issue is none before it succeeds. */
const TAKEN = {
  ...{ change: 'change', return: 'return', withdraw: 'withdraw', issued: 'issue' },
  ...{ issue: null, failed: null, erase: null },
} as const satisfies Readonly<Record<string, TakenDraftStep['step'] | null>>;

const ATTEMPTS = 5;

/** What a step makes of a draft. */
export type DraftChange = Partial<Omit<LicenceDraftRecord, '_id' | 'version' | 'outbox' | 'pending'>> & {
  readonly note?: string | null;
};

/**
 * Takes a step with a draft as `judge` says of it as it is now. Rejects with what `judge` throws, LICENCE_DRAFT_NOT_FOUND, STORE_UNAVAILABLE.
 */
export async function changeDraft(
  deps: DraftDependencies,
  { id, actor, step }: { readonly id: string; readonly actor: Actor; readonly step: keyof typeof TAKEN },
  judge: (draft: LicenceDraftRecord) => DraftChange | null,
): Promise<LicenceDraftRecord> {
  for (let attempt = 1; ; attempt++) {
    const draft = await deps.store.records.get('licence-drafts', id);
    if (!draft) throw new YinzhengError('LICENCE_DRAFT_NOT_FOUND');
    const change = judge(draft);
    if (change === null) return draft;
    const { note = null, ...changes } = change;
    const at = isoInstant(deps.clock.now());
    const state = changes.state ?? draft.state;
    const taken = TAKEN[step];
    const next: LicenceDraftRecord = {
      ...{ ...draft, ...changes, version: draft.version + 1, state, standing: `${draft.organisation}/${state}` },
      ...(taken && { steps: [...draft.steps, { step: taken, by: accountOf(actor), at, note }] }),
    };
    const persons = next.content ? next : { ...next, content: draft.content };
    const event = draftEvent(deps, persons, {
      ...{ kind: 'licence-draft-changed', actor, at },
      facts: { step, ...(next.licence !== null && { identifier: next.licence }) },
    });
    try {
      const written = { ...next, outbox: [...draft.outbox, event], pending: true };
      await deps.store.records.replace('licence-drafts', written);
      deps.journal.poke();
      return written;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}
