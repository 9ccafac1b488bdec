import { isoInstant } from '../../../base/time.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import { maskPurpose, type DraftState, type LicenceDraftRecord } from '../../../domain/licence/index.ts';
import { authorise } from '../../access/authorise.ts';
import { personsTold } from '../../journal/pseudonyms.ts';
import type { LicenceDependencies } from '../ports.ts';
import { randomId } from '../random.ts';
import { YinzhengError } from '../../../base/errors/index.ts';
import { orderOf } from './issue.ts';
import { previewLicence } from './preview.ts';
import { findDraft, type DraftDependencies } from './record.ts';

/** A page of drafts; `next` continues it, null at the end. */
export interface LicenceDraftPage {
  readonly items: readonly LicenceDraftRecord[];
  readonly next: string | null;
}

const MAX_PAGE = 100;

/**
 * Drafts of the actor's organisation in a state, such as those that wait to be issued, a page at a time; to be shown masked.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listLicenceDrafts(
  { store: { records } }: Pick<DraftDependencies, 'store'>,
  actor: Actor,
  page: { readonly state: DraftState; readonly after?: string | undefined; readonly limit?: number | undefined },
): Promise<LicenceDraftPage> {
  const { state, after } = page;
  authorise(actor, 'licence:issue', actor.organisation);
  const limit = Math.max(1, Math.min(page.limit ?? 20, MAX_PAGE));
  const found = await records.find('licence-drafts', {
    ...{ index: 'standing', equals: `${actor.organisation ?? ''}/${state}`, limit: limit + 1 },
    ...(after !== undefined && { after }),
  });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?._id ?? null) : null };
}

type ReadDependencies = DraftDependencies & Pick<LicenceDependencies, 'random'>;

/**
 * A draft whole; the read is recorded with its purpose before it is answered.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_FOUND, NOT_ALLOWED
 */
export async function getLicenceDraft(
  deps: ReadDependencies,
  actor: Actor,
  { id, purpose }: { readonly id: string; readonly purpose: Purpose },
): Promise<LicenceDraftRecord> {
  const draft = await findDraft(deps, actor, { id, action: 'licence:read' });
  const at = isoInstant(deps.clock.now());
  const holders = draft.content?.holders ?? [];
  await deps.journal.record([
    {
      ...{ id: `reads/${randomId(deps.random)}`, kind: 'licence-draft-read', subject: `licence-drafts/${id}` },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: maskPurpose(purpose, holders) },
      facts: { type: draft.typeCode, state: draft.state, ...personsTold(deps.journal, holders) },
    },
  ]);
  return draft;
}

/**
 * The face of what a draft would issue, marked as a specimen; the read is recorded with its purpose before it is answered.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_FOUND, FILE_NOT_FOUND once it is issued or erased, NOT_ALLOWED, and as {@link previewLicence} does
 */
export async function previewLicenceDraft(
  deps: LicenceDependencies,
  actor: Actor,
  order: { readonly id: string; readonly purpose: Purpose },
): Promise<Uint8Array> {
  await findDraft(deps, actor, { id: order.id, action: 'licence:issue' });
  const { content } = await getLicenceDraft(deps, actor, order);
  if (!content) throw new YinzhengError('FILE_NOT_FOUND');
  return previewLicence(deps, actor, orderOf(content));
}
