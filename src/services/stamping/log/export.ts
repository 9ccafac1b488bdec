/** The log of stampings as a table, for those who look at it elsewhere. */
import { isoInstant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { randomId } from '../../licences/random.ts';
import type { Clock, JournalDesk, Random } from '../../platform.ts';
import type { RecordStore, StampingRecord } from '../../storage/index.ts';
import { listStampings, type StampingFilter } from './list.ts';

/** Most rows of one export; the rest follows from where it ended. */
export const MOST_ROWS = 10_000;
const PAGE = 1_000;

/** Columns of the table, in their order. */
export const STAMPING_COLUMNS = [
  ...(['id', 'recordedAt', 'signingTime', 'result', 'failure', 'seal', 'sealVersion', 'organisation', 'subject'] as const),
  ...(['digestBefore', 'digestAfter', 'place', 'applicant', 'applicantOrganisation', 'approvers', 'grant', 'approval'] as const),
  ...(['caseNumber', 'item', 'cause', 'evidence', 'plan', 'planStep'] as const),
] as const;

/** A row of the table. */
export type StampingRow = Readonly<Record<(typeof STAMPING_COLUMNS)[number], string>>;

/** A stamping as a row: what is not known is empty. */
export function stampingRow(record: StampingRecord): StampingRow {
  const {
    _id: id,
    recordedAt,
    signingTime,
    state: result,
    seal,
    sealVersion,
    organisation,
    actor,
    purpose,
    places = [],
  } = record;
  return {
    ...{
      id,
      recordedAt,
      signingTime,
      result,
      failure: record.failure ?? '',
      seal,
      sealVersion: String(sealVersion),
      organisation,
    },
    ...{ subject: record.subject ?? '', digestBefore: record.digestBefore ?? '', digestAfter: record.digestAfter ?? '' },
    place: places.map(({ page, x, y }) => `${page}:${x},${y}`).join(' '),
    applicant: record.applicant ?? actor.person ?? actor.client,
    applicantOrganisation: actor.organisation ?? '',
    ...{ approvers: (record.approvers ?? []).join(' '), grant: record.grant ?? '', approval: record.approval ?? '' },
    ...{ caseNumber: purpose.caseNumber ?? '', item: purpose.item, cause: purpose.cause, evidence: record.evidence ?? '' },
    ...{ plan: record.plan ?? '', planStep: String(record.planStep ?? '') },
  };
}

/** Rows as CSV, as {@link csvTable} writes it. */
export function stampingsCsv(rows: readonly StampingRow[]): string {
  return csvTable(STAMPING_COLUMNS, rows);
}

/** Rows as CSV (RFC 4180) with a byte order mark, so that spreadsheets know its characters; what they would take for a formula is quoted. */
export function csvTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
): string {
  const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`;
  return `\ufeff${line(columns)}${rows.map((row) => line(columns.map((name) => row[name]))).join('')}`;
}

function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * Stampings as rows, {@link MOST_ROWS} at most; `next` says where the rest begins. The journal is told who took what.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function exportStampings(
  deps: { readonly records: RecordStore; readonly journal: JournalDesk; readonly clock: Clock; readonly random: Random },
  actor: Actor,
  { after, ...filter }: StampingFilter & { readonly after?: string | undefined },
): Promise<{ readonly rows: readonly StampingRow[]; readonly next: string | null }> {
  const rows: StampingRow[] = [];
  let next: string | null | undefined = after;
  do {
    const page = await listStampings(deps.records, actor, { ...filter, after: next ?? undefined, limit: PAGE });
    rows.push(...page.items.map(stampingRow));
    next = page.next;
  } while (next !== null && rows.length <= MOST_ROWS - PAGE);
  const at = isoInstant(deps.clock.now());
  await deps.journal.record([
    {
      ...{ id: `stampings/exported/${randomId(deps.random)}`, kind: 'stampings-exported', subject: 'stampings' },
      ...{ effectiveAt: at, recordedAt: at, actor, purpose: null },
      facts: { rows: rows.length, seal: filter.seal ?? null, organisation: filter.organisation ?? null },
    },
  ]);
  return { rows, next };
}
