/** What was stamped with a seal since a time, and how far each proves when it existed. */
import type { Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { EvidenceLevel, LicenceRecord } from '../../domain/licence/index.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { MAX_PAGE, type RecordStore, type StampingRecord } from '../storage/index.ts';

/** A document that was stamped, the licence where it is one, and its evidence of time: none but the claimed time for `SES`. */
export interface StampedSince {
  readonly stamping: StampingRecord;
  readonly licence: LicenceRecord | null;
  readonly evidence: EvidenceLevel | null;
  /** When the register recorded the sealed file, ISO 8601: a proof that it existed then; null for documents that are not kept. */
  readonly recordedAt: string | null;
}

/** A page of them; one may have fewer than asked for and be followed by another. */
export interface StampedSincePage {
  readonly items: readonly StampedSince[];
  readonly next: string | null;
}

/**
 * The documents that were stamped with a seal since a time, a page at a time. Ids of before there was a log stand in no order, so that all
 * of the seal's are looked at.
 */
export async function stampedSince(
  records: Pick<RecordStore, 'get' | 'find'>,
  {
    seal,
    since,
    after,
    limit,
  }: { readonly seal: string; readonly since: Instant; readonly after?: string | undefined; readonly limit: number },
): Promise<StampedSincePage> {
  const size = Math.max(1, Math.min(limit, MAX_PAGE));
  const page = await records.find('stampings', {
    ...{ index: 'seal', equals: seal, limit: size, ...(after !== undefined && after !== '' && { after }) },
  });
  const meant = page.filter(({ state, recordedAt }) => state === 'done' && Date.parse(recordedAt) >= since);
  const items = await Promise.all(meant.map((stamping) => withEvidence(records, stamping)));
  return { items, next: page.length < size ? null : (page.at(-1)?._id ?? null) };
}

async function withEvidence(records: Pick<RecordStore, 'get'>, stamping: StampingRecord): Promise<StampedSince> {
  const { subject, digestAfter, evidence = null } = stamping;
  const licence = subject?.startsWith('licences/') ? await records.get('licences', subject.slice('licences/'.length)) : null;
  const files = licence?.editions.flatMap((edition) => edition.files) ?? [];
  const first = files.find(({ digest }) => digest === digestAfter);
  // Evidence may have been added to it later.
  const last = files.findLast(({ role }) => role === 'original');
  return { stamping, licence, evidence: last?.evidence ?? evidence, recordedAt: first?.recordedAt ?? null };
}

/**
 * The same for an actor who may read the log of the seal's owner.
 * @throws {YinzhengError} SEAL_NOT_FOUND, NOT_ALLOWED
 */
export async function listCompromised(
  records: Pick<RecordStore, 'get' | 'find'>,
  actor: Actor,
  order: Parameters<typeof stampedSince>[1],
): Promise<StampedSincePage> {
  await findSealInScope(records, actor, { action: 'seal:stop', code: order.seal });
  return stampedSince(records, order);
}
