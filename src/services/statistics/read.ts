/** Statistics as supervisors read them (监督统计): sums of what was counted before, never a count of records. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { addDays, isoInstant, localDateAt, type LocalDate } from '../../base/time.ts';
import type { Actor, Scope } from '../../domain/access/index.ts';
import {
  bucketId,
  bucketPrefix,
  bucketsWithin,
  dayNumber,
  generationPrefix,
  statisticsTable,
  type Bucket,
  type Grouping,
  type StatisticsRow,
  type StatisticsTable,
} from '../../domain/statistics/index.ts';
import { randomId } from '../licences/random.ts';
import { reachOf } from '../organisations/index.ts';
import { organisationsWithin } from '../organisations/list.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { countingPlace } from './place.ts';

/** What reading statistics takes. */
export interface StatisticsDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'record'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** What is asked for: a time, both days within it, and how rows are told apart. */
export interface StatisticsQuestion {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly by: readonly Grouping[];
  /** Of which alone it is asked. */
  readonly organisation?: string | undefined;
  readonly type?: string | undefined;
  readonly item?: string | undefined;
  /** How it is taken out, for the journal. */
  readonly format: 'json' | 'csv';
}

/** Statistics within an actor’s scope. */
export interface Statistics {
  readonly from: LocalDate;
  readonly to: LocalDate;
  /** The day at whose end standings are told. */
  readonly standingOn: LocalDate;
  /** Number of the last entry of the journal that is counted. */
  readonly countedTo: number;
  readonly rows: readonly (StatisticsRow & { readonly organisationName: string | null })[];
  readonly total: StatisticsRow;
}

/** Longest time of one question, days. */
export const LONGEST_PERIOD = 10 * 366;
/** Most rows of one answer, and most records that are added up for it. */
export const MOST_STATISTICS_ROWS = 10_000;
const MOST_READ = 200_000;
/** Beyond so many records of known names it is quicker to read all of a time. */
const MOST_NAMED = 2_000;
/** Most organisations of a scope that are found by their places. */
const MOST_ORGANISATIONS = 50_000;
/** Records of the first page of many. */
const FIRST_PAGE = 20;
/** Records that are asked for at once. */
const AT_ONCE = 200;

/**
 * Statistics by organisation, type, item and month, of the organisations within the actor's scope. That they were read is recorded before they are
 * answered.
 * @throws {YinzhengError} NOT_ALLOWED; INPUT_INVALID where the time is none or too long, or there would be too many rows
 */
export async function getStatistics(
  deps: StatisticsDependencies,
  actor: Actor,
  question: StatisticsQuestion,
): Promise<Statistics> {
  const { records, clock } = deps;
  const { from, to, by } = question;
  const within = await organisationsOf(records, actor, question);
  const days = dayNumber(to) - dayNumber(from);
  if (days < 0 || days >= LONGEST_PERIOD)
    throw refuse('the time ends before it begins or is longer than ten years', '统计期间起止颠倒或超过十年');
  const today = localDateAt(clock.now());
  const standingOn = to < today ? to : today;
  const { generation, sequence } = await countingPlace(records);
  // Nothing is counted for days to come: a year that goes on is one record.
  const buckets = bucketsWithin({ from, to: to < today ? to : lastOfYear(to) }, { months: by.includes('month') });
  const months = by.includes('month') ? monthsOf(from, standingOn) : [];
  const table = statisticsTable({ by, lastDay: dayNumber(standingOn), months, type: question.type, item: question.item });
  const reading: Reading = { records, generation, within, read: 0 };
  for (const bucket of buckets) if (bucket.time.slice(0, 4) <= standingOn.slice(0, 4)) await addBucket(reading, bucket, table);
  await addStandings(reading, table);
  const rows = await named(records, table.rows());
  const at = isoInstant(clock.now());
  await deps.journal.record([
    {
      ...{
        id: `reads/${randomId(deps.random)}`,
        kind: 'statistics-read',
        subject: 'statistics',
        effectiveAt: at,
        recordedAt: at,
      },
      ...{ actor, purpose: null },
      facts: { from, to, by: [...by], organisation: question.organisation ?? null, rows: rows.length, format: question.format },
    },
  ]);
  return { from, to, standingOn, countedTo: sequence, rows, total: table.total() };
}

/** Codes that are read; null for all there are, what is nobody’s as well. */
type Within = ReadonlySet<string> | null;

interface Reading {
  readonly records: RecordStore;
  readonly generation: number;
  readonly within: Within;
  /** Records that were read. */
  read: number;
}

async function organisationsOf(
  records: RecordStore,
  actor: Actor,
  { organisation }: Pick<StatisticsQuestion, 'organisation'>,
): Promise<Within> {
  const { scope, includes } = await reachOf(records, actor, 'statistics:read');
  // Of what is outside of the scope there is nothing to be told, as if there were no such organisation.
  if (organisation !== undefined) return new Set((await includes(organisation)) ? [organisation] : []);
  return scope.kind === 'everything' ? null : codesWithin(records, scope);
}

async function codesWithin(records: RecordStore, scope: Scope): Promise<ReadonlySet<string>> {
  if (scope.kind === 'own') return new Set([scope.organisation]);
  const codes = new Set<string>();
  for (let after: string | undefined; codes.size < MOST_ORGANISATIONS;) {
    const page = await organisationsWithin(records, scope, { after, limit: MAX_PAGE });
    for (const { _id } of page) codes.add(_id);
    after = page.at(-1)?._id;
    if (after === undefined || page.length < MAX_PAGE) break;
  }
  return codes;
}

async function addBucket(reading: Reading, bucket: Bucket, table: StatisticsTable): Promise<void> {
  const { records, generation, within } = reading;
  const month = bucket.time.slice(0, 7);
  if (within !== null && within.size <= MOST_NAMED) {
    const codes = [...within];
    for (let at = 0; at < codes.length; at += AT_ONCE) {
      const ids = codes.slice(at, at + AT_ONCE).map((code) => bucketId(generation, bucket, code));
      for (const record of await Promise.all(ids.map((id) => records.get('statistics', id))))
        if (record) table.cells({ organisation: record.organisation, month }, record.cells);
      checkSize(reading, table, ids.length);
    }
    return;
  }
  for await (const page of pagesOf(records, 'statistics', bucketPrefix(generation, bucket))) {
    for (const { organisation, cells } of page)
      if (within === null || within.has(organisation)) table.cells({ organisation, month }, cells);
    checkSize(reading, table, page.length);
  }
}

async function addStandings(reading: Reading, table: StatisticsTable): Promise<void> {
  const { records, generation, within } = reading;
  const prefix = generationPrefix(generation);
  const prefixes = within !== null && within.size <= AT_ONCE ? [...within].map((code) => `${prefix}${code}/`) : [prefix];
  for (const one of prefixes)
    for await (const page of pagesOf(records, 'licence-standings', one)) {
      for (const record of page) if (within === null || within.has(record.organisation)) table.standing(record);
      checkSize(reading, table, page.length);
    }
}

async function* pagesOf<C extends 'statistics' | 'licence-standings'>(records: RecordStore, collection: C, prefix: string) {
  // Small at first: what follows the last that is wanted is read in vain.
  for (let after = prefix, limit = FIRST_PAGE; ; limit = Math.min(MAX_PAGE, limit * 2)) {
    const page = await records.list(collection, { after, limit });
    const wanted = page.filter(({ _id }) => _id.startsWith(prefix));
    yield wanted;
    after = page.at(-1)?._id ?? after;
    if (wanted.length < limit) return;
  }
}

function checkSize(reading: Reading, table: StatisticsTable, read: number): void {
  reading.read += read;
  if (table.size() > MOST_STATISTICS_ROWS || reading.read > MOST_READ)
    throw refuse('there is too much of it: group it less finely, or ask for whole months', '结果过多：请减少分组或按整月查询');
}

async function named(records: RecordStore, rows: readonly StatisticsRow[]): Promise<Statistics['rows']> {
  const names = new Map<string, string | null>();
  for (const code of new Set(rows.flatMap(({ organisation }) => organisation ?? [])))
    names.set(code, code === '' ? null : ((await records.get('organisations', code))?.name ?? null));
  return rows.map((row) => ({
    ...row,
    organisationName: row.organisation === null ? null : (names.get(row.organisation) ?? null),
  }));
}

function lastOfYear(day: LocalDate): LocalDate {
  return `${day.slice(0, 4)}-12-31` as LocalDate;
}

function monthsOf(from: LocalDate, to: LocalDate): readonly string[] {
  const months = new Set<string>();
  for (let day = from; day <= to; day = addDays(day, 28)) months.add(day.slice(0, 7));
  if (from <= to) months.add(to.slice(0, 7));
  return [...months];
}

function refuse(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
