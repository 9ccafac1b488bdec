import type { Actor } from '../../../domain/access/index.ts';
import { judgeDraftStep, maskHolders, type LicenceDraftRecord } from '../../../domain/licence/index.ts';
import { SERVER_ACTOR } from '../../platform.ts';
import { changeDraft, findDraft, type DraftDependencies } from './record.ts';

/**
 * Returns a draft to whoever made it, with what is wrong (退回).
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_FOUND, LICENCE_DRAFT_NOT_POSSIBLE, NOT_ALLOWED
 */
export async function returnLicenceDraft(
  deps: DraftDependencies,
  actor: Actor,
  { id, note }: { readonly id: string; readonly note: string },
): Promise<LicenceDraftRecord> {
  await findDraft(deps, actor, { id, action: 'licence:issue' });
  return changeDraft(deps, { id, actor, step: 'return' }, (draft) => ({ state: judgeDraftStep(draft, 'return'), note }));
}

/**
 * Withdraws a draft (撤回); nobody issues it any more, and what it has of persons is erased after {@link KEPT_WITHDRAWN}.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_FOUND, LICENCE_DRAFT_NOT_POSSIBLE, NOT_ALLOWED
 */
export async function withdrawLicenceDraft(deps: DraftDependencies, actor: Actor, id: string): Promise<LicenceDraftRecord> {
  await findDraft(deps, actor, { id, action: 'licence:issue' });
  return changeDraft(deps, { id, actor, step: 'withdraw' }, (draft) => ({ state: judgeDraftStep(draft, 'withdraw') }));
}

/** How long a draft that was withdrawn keeps what it has of persons, ms. */
export const KEPT_WITHDRAWN = 30 * 86_400_000;
const PAGE = 200;

/** Erases what drafts have of persons that were withdrawn long enough ago; resolves to how many. Rejects with STORE_UNAVAILABLE. */
export async function eraseWithdrawnDrafts(deps: DraftDependencies): Promise<number> {
  const until = deps.clock.now() - KEPT_WITHDRAWN;
  let erased = 0;
  for (let after: string | undefined; ;) {
    const query = { index: 'state', equals: 'withdrawn', limit: PAGE } as const;
    const page = await deps.store.records.find('licence-drafts', after === undefined ? query : { ...query, after });
    for (const { _id: id, steps } of page) {
      if (Date.parse(steps.at(-1)?.at ?? '') > until) continue;
      await changeDraft(deps, { id, actor: SERVER_ACTOR, step: 'erase' }, (draft) =>
        draft.state === 'withdrawn'
          ? { state: 'erased', content: null, caseKey: '', steps: draft.steps.map((each) => ({ ...each, note: null })) }
          : null,
      );
      erased++;
    }
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) return erased;
  }
}

/** A note as lists show it: without the persons that the draft names. */
export function maskedNote({ content }: Pick<LicenceDraftRecord, 'content'>, note: string | null): string | null {
  return note === null ? null : maskHolders(note, content?.holders ?? []);
}
