/** Reporting upward (向上级目录归集上报): directory records of GB/T 36902 as a feed that can be taken up again, and what was wrong with them. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  holdersOf,
  currentEdition,
  statusOf,
  type LicenceEdition,
  type LicenceRecord,
  type StatusAnswer,
} from '../../domain/licence/index.ts';
import { placeOf } from '../../domain/organisation/index.ts';
import { sharedType, type DIRECTORY_OPERATIONS } from '../../domain/sharing/index.ts';
import type { DirectoryErrorRecord, LicenceChangeRecord } from '../storage/index.ts';
import type { SharingDependencies } from './ports.ts';
import { record, sharerOf, type Sharer } from './sharer.ts';

/** Most records of one page, and most errors that are told at once. */
export const MOST_DIRECTORY_RECORDS = 200;
const ENDED: ReadonlySet<string> = new Set(['cancelled', 'rescinded', 'revoked', 'void', 'transferred-out']);

/** A directory record. */
export interface DirectoryRow {
  readonly sequence: number;
  readonly operation: (typeof DIRECTORY_OPERATIONS)[number];
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
  readonly status: StatusAnswer;
  readonly recordedAt: string;
  /** Area of the issuer (GB/T 2260); null where it has none. */
  readonly area: string | null;
}

/** A page of directory records. */
export interface DirectoryPage {
  readonly items: readonly DirectoryRow[];
  readonly through: number;
  readonly more: boolean;
  /** How many were not given out, since something that has to be there is not: they are in the list of errors. */
  readonly withheld: number;
}

/**
 * Directory records of the changes after a cursor, whole, for a system that may report them; recorded with its purpose. A licence that lacks an element that has to be there is
 * not given out but entered in the list of errors.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID for a cursor beyond the feed
 */
export async function sharedDirectory(
  deps: SharingDependencies,
  actor: Actor,
  order: { readonly cursor: number; readonly limit: number; readonly purpose: Purpose },
): Promise<DirectoryPage> {
  const sharer = await reporterOf(deps, actor, order.purpose);
  const limit = Math.max(1, Math.min(order.limit, MOST_DIRECTORY_RECORDS));
  const shows = (typeCode: string): boolean => sharedType(sharer.terms, typeCode) !== undefined;
  const page = await sharer.source.changes({ after: order.cursor, limit, shows });
  const items: DirectoryRow[] = [];
  let withheld = 0;
  for (const change of page.items) {
    const row = await rowOf(deps, sharer, change);
    if (!row) continue;
    const missing = missingIn(row);
    if (missing.length === 0) items.push(row);
    else {
      withheld++;
      await enter(deps, sharer, { row, foundBy: 'here', remark: `缺少必填要素 missing: ${missing.join('、')}` });
    }
  }
  await record(deps, sharer, {
    ...{ operation: 'directory', kind: 'licences-searched', subject: 'licences', purpose: order.purpose },
    holders: items.flatMap(({ licence, edition }) => holdersOf(licence, edition)),
    facts: { by: 'directory', after: order.cursor, through: page.through, count: items.length, withheld },
  });
  return { items, through: page.through, more: page.more, withheld };
}

/** An error as the level above tells it. */
export interface ToldDirectoryError {
  readonly identifier: string;
  readonly sequence: number;
  readonly remark: string;
}

/**
 * Takes what the level above found wrong with records (错误反馈); what is told twice is entered once. Resolves to how many were accepted: those of licences that are shared.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function tellDirectoryErrors(
  deps: SharingDependencies,
  actor: Actor,
  { errors }: { readonly errors: readonly ToldDirectoryError[] },
): Promise<number> {
  const sharer = await reporterOf(deps, actor, null);
  let accepted = 0;
  for (const { identifier, sequence, remark } of errors.slice(0, MOST_DIRECTORY_RECORDS)) {
    const [licence] = await sharer.source.records.find('licences', { index: 'identifier', equals: identifier, limit: 1 });
    const edition = licence?.editions.find((one) => one.identifier === identifier);
    if (!licence || !edition || !sharedType(sharer.terms, licence.typeCode)) continue;
    await enter(deps, sharer, { row: { sequence, licence, edition }, foundBy: 'above', remark });
    accepted++;
  }
  await record(deps, sharer, {
    ...{ operation: 'directoryErrors', kind: 'sharing-used', subject: 'directory-errors', purpose: null },
    facts: { told: errors.length, accepted },
  });
  return accepted;
}

async function reporterOf(deps: SharingDependencies, actor: Actor, purpose: Purpose | null): Promise<Sharer> {
  const sharer = await sharerOf(deps, actor, purpose);
  if (!sharer.terms.directory) throw new YinzhengError('NOT_ALLOWED', { action: 'licence:share' });
  return sharer;
}

async function rowOf(
  deps: SharingDependencies,
  { source }: Sharer,
  { _id, change, licence: id, recordedAt, edition: number }: LicenceChangeRecord,
): Promise<DirectoryRow | null> {
  const licence = await source.records.get('licences', id);
  if (licence?.state !== 'published') return null;
  const edition = licence.editions.find((one) => one.number === number) ?? currentEdition(licence);
  const now = deps.clock.now();
  const status = statusOf(licence, edition, { asOf: now, knownAt: now });
  const owner = await source.records.get('organisations', licence.issuer.code);
  const isNew = change === 'issued' && edition.number === '001';
  const gone = licence.destroyed !== undefined || ENDED.has(status.status);
  const operation = gone ? 'remove' : isNew ? 'add' : 'replace';
  const area = source.sample ? '990100' : owner && placeOf(owner).area;
  return { sequence: Number(_id), operation, licence, edition, status, recordedAt, area };
}

/** Elements that have to be there (GB/T 36902) and are not; of a record that is taken away the identifier is enough. */
function missingIn({ operation, licence, edition, area }: DirectoryRow): readonly string[] {
  if (operation === 'remove') return [];
  const [holder] = holdersOf(licence, edition);
  const elements: Readonly<Record<string, string | null | undefined>> = {
    ...{ 证照编号: edition.licenceNumber, 证照名称: licence.typeName, 证照颁发机构: licence.issuer.name },
    持证主体: holder?.name,
    持证主体代码: holder?.code,
    证照所属管辖属地编码: area,
  };
  return Object.entries(elements).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [name] : [],
  );
}

async function enter(
  deps: SharingDependencies,
  { actor, source }: Sharer,
  {
    row: { sequence, licence, edition },
    foundBy,
    remark,
  }: {
    readonly row: Pick<DirectoryRow, 'sequence' | 'licence' | 'edition'>;
    readonly foundBy: DirectoryErrorRecord['foundBy'];
    readonly remark: string;
  },
): Promise<void> {
  if (source.sample) return;
  const id = `${actor.client}/${sequence}/${licence._id}/${foundBy}`;
  const at = isoInstant(deps.clock.now());
  const made: DirectoryErrorRecord = {
    ...{ _id: id, schema: 1, version: 1, client: actor.client, organisation: licence.issuer.code, licence: licence._id },
    ...{ identifier: edition.identifier, sequence, foundBy, remark, state: 'open', recordedAt: at, resolved: null },
    outbox: [
      {
        ...{ id: `directory-errors/${id}/1`, kind: 'directory-error-recorded', subject: `directory-errors/${id}` },
        ...{ effectiveAt: at, recordedAt: at, actor, purpose: null },
        facts: { licence: licence._id, sequence, foundBy },
      },
    ],
    pending: true,
  };
  try {
    await deps.store.records.insert('directory-errors', made);
  } catch (error) {
    if (isYinzhengError(error, 'ALREADY_EXISTS')) return;
    throw error;
  }
  deps.journal.poke();
}
