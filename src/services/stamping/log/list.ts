/** The log of stampings (用章日志): every use of a seal, what failed and what was refused too. */
import { YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { findAccount, normaliseUserName } from '../../access/account.ts';
import { reachOf } from '../../organisations/index.ts';
import { MAX_PAGE, type RecordStore, type StampingRecord } from '../../storage/index.ts';
import { beginningAt, isBefore } from './id.ts';

/** Result of a stamping as the log tells it. */
export const STAMPING_RESULTS = ['done', 'failed', 'refused', 'prepared', 'intended', 'outcome-unknown'] as const;

/** Which stampings are looked for. */
export interface StampingFilter {
  readonly seal?: string | undefined;
  /** Organisation that owns the seal. */
  readonly organisation?: string | undefined;
  /** Account, by id or user name, or id of the key of a system. */
  readonly applicant?: string | undefined;
  readonly caseNumber?: string | undefined;
  /** Plan of countersigning. */
  readonly plan?: string | undefined;
  readonly result?: (typeof STAMPING_RESULTS)[number] | undefined;
  /** Recorded at this time or later, and before that, ms. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
}

/** A page of the log, the last first. One may have fewer than asked for, or none, and be followed by another all the same. */
export interface StampingPage {
  readonly items: readonly StampingRecord[];
  readonly next: string | null;
}

/** Records that are looked at for one page where a filter leaves most of them out: more would take longer than anybody waits. */
const MOST_LOOKED_AT = 500;

/**
 * Stampings of the seals of the actor's organisation, or of those within his scope; there are none of others.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listStampings(
  records: RecordStore,
  actor: Actor,
  { after, limit, ...asked }: StampingFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<StampingPage> {
  const filter = { ...asked, applicant: await applicantNamed(records, asked.applicant) };
  const { scope, includes } = await reachOf(records, actor, 'stamping:read');
  const organisation = filter.organisation ?? (scope.kind === 'own' ? scope.organisation : undefined);
  if (scope.kind === 'none' || (organisation !== undefined && !(await includes(organisation)))) return { items: [], next: null };
  const wanted = Math.max(1, Math.min(limit, MAX_PAGE));
  const isWanted = matcher({ ...filter, organisation });
  const items: StampingRecord[] = [];
  let position = later(after, filter.to === undefined ? undefined : beginningAt(filter.to - 1));
  for (let looked = 0; looked < MOST_LOOKED_AT;) {
    const size = Math.min(MAX_PAGE, Math.max(wanted - items.length + 1, 100));
    const page = await readPage(records, { ...filter, organisation }, { after: position, limit: size });
    for (const record of page) {
      if (filter.from !== undefined && isBefore(record._id, filter.from)) return { items, next: null };
      position = record._id;
      looked++;
      if (isWanted(record) && (await includes(record.organisation))) items.push(record);
      if (items.length === wanted) return { items, next: record === page.at(-1) && page.length < size ? null : position };
    }
    if (page.length < size) return { items, next: null };
  }
  return { items, next: position ?? null };
}

/**
 * One stamping; one outside of the actor's scope is not found.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_NOT_FOUND
 */
export async function getStamping(records: Pick<RecordStore, 'get'>, actor: Actor, id: string): Promise<StampingRecord> {
  const { includes } = await reachOf(records, actor, 'stamping:read');
  const found = await records.get('stampings', id);
  if (!found || !(await includes(found.organisation))) throw new YinzhengError('STAMP_NOT_FOUND');
  return found;
}

/** As stampings name who applied: the account of a user name, or what was given. */
async function applicantNamed(records: RecordStore, named: string | undefined): Promise<string | undefined> {
  if (named === undefined) return undefined;
  return (await findAccount(records, normaliseUserName(named)))?._id ?? named;
}

/** By the index that leaves out most. */
function readPage(
  records: RecordStore,
  { plan, caseNumber, applicant, seal, organisation, result }: StampingFilter,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<readonly StampingRecord[]> {
  const page = { limit, ...(after !== undefined && { after }) };
  if (plan !== undefined) return records.find('stampings', { index: 'plan', equals: plan, ...page });
  if (caseNumber !== undefined) return records.find('stampings', { index: 'caseNumber', equals: caseNumber, ...page });
  if (applicant !== undefined) return records.find('stampings', { index: 'applicant', equals: applicant, ...page });
  if (seal !== undefined) return records.find('stampings', { index: 'seal', equals: seal, ...page });
  if (organisation !== undefined) return records.find('stampings', { index: 'organisation', equals: organisation, ...page });
  if (result !== undefined) return records.find('stampings', { index: 'state', equals: result, ...page });
  return records.list('stampings', page);
}

function matcher({
  seal,
  organisation,
  applicant,
  caseNumber,
  plan,
  result,
  from,
  to,
}: StampingFilter): (record: StampingRecord) => boolean {
  return (record) =>
    (seal === undefined || record.seal === seal) &&
    (organisation === undefined || record.organisation === organisation) &&
    (applicant === undefined || record.applicant === applicant) &&
    (plan === undefined || record.plan === plan) &&
    (caseNumber === undefined || record.purpose.caseNumber === caseNumber) &&
    (result === undefined || record.state === result) &&
    (from === undefined || Date.parse(record.recordedAt) >= from) &&
    (to === undefined || Date.parse(record.recordedAt) < to);
}

function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one > other ? one : other;
}
