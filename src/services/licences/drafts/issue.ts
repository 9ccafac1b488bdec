import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { currentEdition, judgeDraftStep, type DraftContent, type LicenceDraftRecord } from '../../../domain/licence/index.ts';
import { editionRequestSchema } from '../edition-request.ts';
import type { FoundLicence } from '../find.ts';
import { issueLicence } from '../issue.ts';
import { makeEdition } from '../make-edition.ts';
import type { LicenceDependencies } from '../ports.ts';
import { issueRequestSchema } from '../schema.ts';
import type { DraftOrder } from './draw-up.ts';
import { changeDraft, findDraft } from './record.ts';

/** A draft that was issued, and what was issued from it. */
export interface IssuedDraft extends FoundLicence {
  readonly draft: LicenceDraftRecord;
}

/**
 * Issues what a draft has (签发); by none of those who made or changed it where its type says so. What the draft had of persons is in the licence
 * then, and in the draft no more. A server that dies over it leaves it to be issued again, once all the same.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_FOUND, LICENCE_DRAFT_NOT_POSSIBLE, TWO_PERSONS_NEEDED, and as issuing does; then it waits as before
 */
export async function issueLicenceDraft(deps: LicenceDependencies, actor: Actor, id: string): Promise<IssuedDraft> {
  await findDraft(deps, actor, { id, action: 'licence:issue' });
  const begun = await changeDraft(deps, { id, actor, step: 'issue' }, (draft) => ({ state: judgeDraftStep(draft, 'issue') }));
  const { content, makers } = begun;
  if (!content) throw new YinzhengError('STORE_DAMAGED', { what: `licence-drafts/${id}` });
  let made: FoundLicence;
  try {
    made = await carryOut(deps, actor, { order: orderOf(content), makers });
  } catch (error) {
    // Its licence may be made nonetheless where nobody could say: it stays in the hands of who asks next.
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE', 'ISSUING_INCOMPLETE'))
      await changeDraft(deps, { id, actor, step: 'failed' }, ({ state }) => (state === 'issuing' ? { state: 'waiting' } : null));
    throw error;
  }
  const { identifier } = made.edition;
  const draft = await changeDraft(deps, { id, actor, step: 'issued' }, ({ state }) =>
    state === 'issued' ? null : { state: 'issued', content: null, licence: identifier },
  );
  return { ...made, draft };
}

async function carryOut(
  deps: LicenceDependencies,
  actor: Actor,
  { order, makers }: { readonly order: DraftOrder; readonly makers: readonly string[] },
): Promise<FoundLicence> {
  if (order.kind === 'edition') return makeEdition(deps, actor, order.request, { makers });
  const { licence } = await issueLicence(deps, actor, order.request, { makers });
  return { licence, edition: currentEdition(licence) };
}

/**
 * What a draft would issue.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_POSSIBLE when an earlier version of this service wrote it otherwise
 */
export function orderOf({ kind, request }: DraftContent): DraftOrder {
  if (kind === 'issue') {
    const read = issueRequestSchema.safeParse(request);
    if (read.success) return { kind, request: read.data };
  } else {
    const { identifier, ...rest } = request;
    const read = editionRequestSchema.safeParse(rest);
    if (read.success && typeof identifier === 'string') return { kind, request: { identifier, ...read.data } };
  }
  throw new YinzhengError('LICENCE_DRAFT_NOT_POSSIBLE', {
    reason: bilingual('its content cannot be read: make it anew', '草稿内容无法读取，请重新制证'),
  });
}
