/** Documents that wait for the signature of a holder's key: where they are kept, who finds them, and how they are forgotten. */
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import type { StampDraft, StampingRecord, Store } from '../storage/index.ts';
import { changeStamping, failedEvent, type OutcomeDependencies } from './outcome.ts';

/** How long a document waits for its signature, and then for being fetched, ms. */
export const DRAFT_LIFE = 10 * 60_000;
/** How many documents of one account may wait for their signature at the same time. */
export const MOST_OPEN = 10;

const PAGE = 100;

/** What forgetting documents takes. */
export interface DraftDependencies extends OutcomeDependencies {
  readonly store: Pick<Store, 'records' | 'blobs'>;
}

/** A stamping whose document is kept. */
export interface DraftedStamping extends StampingRecord {
  readonly draft: StampDraft;
}

/** Who a document waits for: the account, whatever its session; of a system its key. */
export function holderOf({ person, client }: Actor): string {
  return person ?? client;
}

/** The file in which a stamping's document is kept, and its SM3. */
export function draftFile(
  crypto: CryptoProvider,
  id: string,
  document: Uint8Array,
): { readonly bytes: Uint8Array; readonly sm3: Uint8Array } {
  const bytes = concatBytes(fromHex(id), document);
  return { bytes, sm3: crypto.digest('sm3', bytes) };
}

/** The document of a stamping. Rejects with STAMP_EXPIRED when it is there no more, as after a restored backup; BLOB_DAMAGED. */
export async function readDraft(blobs: Store['blobs'], { _id, draft }: DraftedStamping): Promise<Uint8Array> {
  try {
    return (await blobs.get(draft.blob, draft.key)).subarray(fromHex(_id).length);
  } catch (error) {
    if (isYinzhengError(error, 'BLOB_NOT_FOUND')) throw new YinzhengError('STAMP_EXPIRED', {}, { cause: error });
    throw error;
  }
}

/**
 * The stamping that an actor prepared. What others prepared is not found, so that its existence is not told.
 * @throws {YinzhengError} STAMP_NOT_FOUND, STAMP_EXPIRED when its document is kept no longer
 */
export async function findDraft(
  { store, clock }: Pick<LicenceDependencies, 'store' | 'clock'>,
  actor: Actor,
  id: string,
): Promise<DraftedStamping> {
  const found = await store.records.get('stampings', id);
  // Stampings with keys in custody never had one.
  if (found?.draft === undefined || !isOf(found, actor)) throw new YinzhengError('STAMP_NOT_FOUND');
  return openDraft(found, clock.now());
}

/**
 * A stamping with its document.
 * @throws {YinzhengError} STAMP_EXPIRED when that is kept no longer, or was given up
 */
export function openDraft(stamping: StampingRecord, now: Instant): DraftedStamping {
  if (!isDrafted(stamping) || stamping.state === 'failed' || isOver(stamping.draft, now))
    throw new YinzhengError('STAMP_EXPIRED');
  return stamping;
}

/**
 * Forgets a document when its time is over, or at once: a stamping that waits for its signature fails; the record of it stays.
 * A crash in between leaves nothing that the next call would not find.
 */
export async function forgetDraft(
  deps: DraftDependencies,
  id: string,
  why: 'STAMP_EXPIRED' | 'GIVEN_UP' | ErrorCode = 'STAMP_EXPIRED',
): Promise<void> {
  const { store, clock } = deps;
  // Whoever signs it meanwhile gives it more time.
  const isDue = ({ draft }: DraftedStamping): boolean => why !== 'STAMP_EXPIRED' || isOver(draft, clock.now());
  await changeStamping(deps, id, (stamping) => {
    if (stamping.state !== 'prepared' || !isDrafted(stamping) || !isDue(stamping)) return null;
    return { state: 'failed', failure: why, draft: { ...stamping.draft, openBy: null }, event: failedEvent(stamping, why) };
  });
  const stamping = await store.records.get('stampings', id);
  if (!stamping || stamping.state === 'prepared' || !isDrafted(stamping) || !isDue(stamping)) return;
  await store.blobs.remove(stamping.draft.blob);
  await changeStamping(deps, id, ({ draft }) => (draft ? { draft: null, event: null } : null));
}

/** Forgets every document whose time is over; resolves to how many. Rejects with STORE_UNAVAILABLE. */
export async function forgetOverdueDrafts(deps: DraftDependencies): Promise<number> {
  let forgotten = 0;
  for (let after = ''; ;) {
    const query = { index: 'kept', equals: true, limit: PAGE } as const;
    const page = await deps.store.records.find('stampings', after === '' ? query : { ...query, after });
    const over = page.filter(({ draft }) => draft && isOver(draft, deps.clock.now()));
    for (const { _id } of over) await forgetDraft(deps, _id);
    forgotten += over.length;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return forgotten;
    after = last._id;
  }
}

function isDrafted(stamping: StampingRecord): stamping is DraftedStamping {
  return stamping.draft !== undefined && stamping.draft !== null;
}

function isOver({ expiresAt }: StampDraft, now: Instant): boolean {
  return now >= Date.parse(expiresAt);
}

function isOf({ actor: by }: StampingRecord, actor: Actor): boolean {
  return by.person === actor.person && by.client === actor.client && by.organisation === actor.organisation;
}
