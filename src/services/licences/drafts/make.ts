import { YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { canonicalJson } from '../../../domain/journal/index.ts';
import { holdsCase, judgeDraftStep, type DraftContent, type LicenceDraftRecord } from '../../../domain/licence/index.ts';
import { MAX_PAGE } from '../../storage/index.ts';
import { findCase } from '../case.ts';
import type { LicenceDependencies } from '../ports.ts';
import { randomId } from '../random.ts';
import { drawUp, type DraftOrder, type DrawnUp } from './draw-up.ts';
import { paintPreview } from './preview.ts';
import { accountOf, changeDraft, draftEvent, findDraft } from './record.ts';

/** A draft; `repeated` when this case had it already with the same content. */
export interface MadeDraft {
  readonly draft: LicenceDraftRecord;
  readonly repeated: boolean;
}

/**
 * Makes a licence, or the next edition of one, as a draft that waits to be issued (制证): it is checked as if it were issued, and painted, but
 * nothing is sealed. Once per case number as long as it is not withdrawn.
 * @throws {YinzhengError} CASE_CONFLICT, and as {@link drawUp} and painting do
 */
export async function makeLicenceDraft(deps: LicenceDependencies, actor: Actor, order: DraftOrder): Promise<MadeDraft> {
  const { drawn, caseKey, content } = await checked(deps, actor, order);
  const { records } = deps.store;
  const same = (await records.find('licence-drafts', { index: 'caseKey', equals: caseKey, limit: MAX_PAGE })).find(
    ({ state }) => state !== 'withdrawn' && state !== 'erased' && state !== 'issued',
  );
  if (same) {
    if (canonicalJson(same.content) !== canonicalJson(content)) throw new YinzhengError('CASE_CONFLICT');
    return { draft: same, repeated: true };
  }
  const at = isoInstant(deps.clock.now());
  const by = accountOf(actor);
  const { organisation, licence } = drawn;
  const draft: LicenceDraftRecord = {
    ...{
      _id: randomId(deps.random),
      schema: 1,
      version: 1,
      organisation,
      typeCode: licence.typeCode,
      typeName: licence.typeName,
    },
    ...{ state: 'waiting', standing: `${organisation}/waiting`, caseKey, content, makers: [by], licence: null },
    ...{ steps: [{ step: 'make', by, at, note: null }], demonstration: licence.demonstration, outbox: [], pending: true },
  };
  const event = draftEvent(deps, draft, { kind: 'licence-draft-made', actor, at, facts: { content: content.kind } });
  const made = { ...draft, outbox: [event] };
  await records.insert('licence-drafts', made);
  deps.journal.poke();
  return { draft: made, repeated: false };
}

/**
 * Puts another content into a draft, of the same type and case; it waits to be issued then, by none of those who made or changed it where its
 * type says so.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_FOUND, LICENCE_DRAFT_NOT_POSSIBLE, CASE_CONFLICT for another type or case, and as making does
 */
export async function changeLicenceDraft(
  deps: LicenceDependencies,
  actor: Actor,
  { id, order }: { readonly id: string; readonly order: DraftOrder },
): Promise<LicenceDraftRecord> {
  judgeDraftStep(await findDraft(deps, actor, { id, action: 'licence:issue' }), 'change');
  const { caseKey, content } = await checked(deps, actor, order);
  const by = accountOf(actor);
  return changeDraft(deps, { id, actor, step: 'change' }, (draft) => {
    const state = judgeDraftStep(draft, 'change');
    if (draft.caseKey !== caseKey || draft.content?.kind !== content.kind) throw new YinzhengError('CASE_CONFLICT');
    return { state, content, makers: [...new Set([...draft.makers, by])] };
  });
}

async function checked(
  deps: LicenceDependencies,
  actor: Actor,
  order: DraftOrder,
): Promise<{ readonly drawn: DrawnUp; readonly caseKey: string; readonly content: DraftContent }> {
  const drawn = await drawUp(deps, actor, order);
  // What could not be painted is refused while its maker is there.
  paintPreview(deps, drawn);
  const { kind, request } = order;
  const caseKey = `${drawn.organisation}/${drawn.licence.typeCode}/${request.purpose.caseNumber}`;
  const { licence: known } = await findCase(deps.store.records, caseKey);
  if (known && known.state !== 'abandoned' && holdsCase(known, caseKey)) throw new YinzhengError('CASE_CONFLICT');
  const kept = JSON.parse(JSON.stringify(request)) as DraftContent['request'];
  return { drawn, caseKey, content: { kind, request: kept, holders: drawn.holders } };
}
