/** Reports kept for a time, so that they can be looked at again or handed on by their id alone. */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Verification } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { ReportRecord } from '../storage/index.ts';
import type { ReportKeeping, VerificationDependencies } from './ports.ts';
import { examine, type FileQuestion } from './verify-file.ts';

/** A report with the id by which anybody who has it may see it. */
export interface KeptReport extends Verification {
  /** Null where it was not kept: none is, or there is no store now. */
  readonly id: string | null;
  /** When it will be forgotten, ISO 8601; null where it was not kept. */
  readonly keptUntil: string | null;
}

const RANDOM_BYTES = 16;
/** Hexadecimal digits of a moment in ms. */
const MOMENT_DIGITS = 12;
const ID = /^[0-9a-f]{44}$/;
const PAGE = 200;

/** Verifies a file as `verifyFile` does and keeps report and diagnostic, never the file. Rejects as `verifyFile`. */
export async function verifyAndKeep(
  deps: VerificationDependencies,
  keeping: ReportKeeping,
  actor: Actor,
  input: FileQuestion,
): Promise<KeptReport> {
  const { verification, record } = await examine(deps, actor, input);
  const [kept] = await Promise.all([keep(keeping, verification), record()]);
  return { ...verification, ...kept };
}

/**
 * A report that was kept. Whoever knows its id may see it.
 * @throws {YinzhengError} REPORT_NOT_FOUND when there is none, or no longer
 */
export async function keptReport(
  { records, retention, clock }: ReportKeeping,
  id: string,
): Promise<KeptReport & { readonly id: string; readonly keptUntil: string }> {
  const record = ID.test(id) ? await records.get('reports', id) : null;
  if (!record || endOf(record, retention) <= clock.now()) throw new YinzhengError('REPORT_NOT_FOUND');
  const { report, diagnostic } = record;
  return { report, diagnostic, id, keptUntil: isoInstant(endOf(record, retention)) };
}

/** Forgets the reports that were kept long enough; resolves to how many. */
export async function sweepReports({ records, retention, clock }: ReportKeeping): Promise<number> {
  const now = clock.now();
  let swept = 0;
  for (;;) {
    // In order of their ids the oldest come first.
    const page = await records.list('reports', { limit: PAGE });
    const old = page.filter((record) => endOf(record, retention) <= now);
    for (const { _id } of old) await records.remove('reports', _id);
    swept += old.length;
    if (old.length < PAGE) return swept;
  }
}

/** Keeping is a convenience: where it cannot be done, the report is answered all the same. */
async function keep(
  { records, retention, clock, random }: ReportKeeping,
  { report, diagnostic }: Verification,
): Promise<Pick<KeptReport, 'id' | 'keptUntil'>> {
  const nothing = { id: null, keptUntil: null };
  if (retention === 0) return nothing;
  const now = clock.now();
  const id = now.toString(16).padStart(MOMENT_DIGITS, '0') + toHex(random.bytes(RANDOM_BYTES));
  const record: ReportRecord = { _id: id, schema: 1, version: 1, createdAt: isoInstant(now), report, diagnostic };
  try {
    await records.insert('reports', record);
  } catch (error) {
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE', 'INPUT_TOO_LARGE')) throw error;
    return nothing;
  }
  return { id, keptUntil: isoInstant(endOf(record, retention)) };
}

function endOf({ createdAt }: Pick<ReportRecord, 'createdAt'>, retention: number): Instant {
  return Date.parse(createdAt) + retention;
}
