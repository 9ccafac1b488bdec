/** Entries of a period as a signed file, and the reading of such a file without any store. */
import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { utf8 } from '../../../base/bytes.ts';
import { isoInstant, type Instant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { canonicalJson, EMPTY_HEAD, type JournalEntry, type JournalHead, type Sm3 } from '../../../domain/journal/index.ts';
import type { Clock, JournalDesk } from '../../platform.ts';
import type { OpenStore } from '../../storage/index.ts';
import { checkEntry } from '../verify.ts';
import { judgeHead, type GenuineFault, type HeadTerms } from './judge.ts';
import { writeHeadLine } from './line.ts';
import { signHead, type HeadSigning } from './sign.ts';
import type { HeadStatement } from './statement.ts';
import type { HeadLine } from './verify.ts';

/** What exporting works with. */
export interface ExportDependencies extends HeadSigning {
  readonly store: Pick<OpenStore, 'identity' | 'journal'>;
  readonly clock: Clock;
  readonly sm3: Sm3;
  /** Told of the export. */
  readonly desk: Pick<JournalDesk, 'record'>;
}

/** A period: from a moment on, and before another; ms. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** What was exported. */
export interface JournalExport {
  /** A line with the signed head and its period, then one for each entry, in canonical JSON. */
  readonly file: Uint8Array;
  readonly entries: number;
  readonly first: number;
  readonly last: number;
}

/** Largest export, bytes. */
export const MAX_EXPORT_BYTES = 512 * 1024 * 1024;
const PAGE = 500;

/**
 * Exports the entries from the first that was recorded in a period to the last, without gaps, and tells the journal of it: an entry between them that was recorded outside
 * of it, since several servers write, is among them. Rejects with JOURNAL_PERIOD_INVALID, JOURNAL_BROKEN, and as {@link signHead} does.
 */
export async function exportJournal(deps: ExportDependencies, { from, to }: Period, actor: Actor): Promise<JournalExport> {
  const { store, clock, sm3 } = deps;
  if (to <= from) throw invalid('it ends before it begins', '结束早于开始');
  const bounds = await boundsOf(store.journal, { from, to });
  if (bounds === null) throw invalid('no entry was recorded in it', '该时段内没有条目');
  const { after, last } = bounds;
  const lines: string[] = [];
  let head = after;
  let size = 0;
  while (head.sequence < last) {
    const page = await store.journal.read(head.sequence + 1, Math.min(PAGE, last - head.sequence));
    for (const entry of page) {
      const checked = checkEntry(head, entry, sm3);
      if (checked.fault) throw broken(checked.fault.sequence);
      head = checked.head;
      const line = canonicalJson(entry);
      size += line.length;
      lines.push(line);
    }
    if (page.length === 0) throw broken(head.sequence + 1);
    if (size > MAX_EXPORT_BYTES) throw invalid('its entries are too many for one file', '条目过多，请分段导出');
  }
  const statement = { store: store.identity.id, ...head, time: clock.now(), exported: { from, to, after } };
  const signed = writeHeadLine(await signHead(deps, statement, actor.person ?? actor.client));
  const recordedAt = isoInstant(statement.time);
  await deps.desk.record([
    {
      ...{
        id: `journal/export/${after.sequence + 1}-${head.sequence}/${statement.time}`,
        kind: 'journal-exported',
        subject: 'journal/export',
      },
      ...{ effectiveAt: recordedAt, recordedAt, actor, purpose: null },
      facts: { first: after.sequence + 1, last: head.sequence, from: isoInstant(from), to: isoInstant(to) },
    },
  ]);
  const file = utf8(`${[signed, ...lines].join('\n')}\n`);
  return { file, entries: lines.length, first: after.sequence + 1, last: head.sequence };
}

/** The entry before the first that was recorded in a period, and the number of the last; null where there is none. */
async function boundsOf(
  journal: Pick<OpenStore['journal'], 'read'>,
  { from, to }: Period,
): Promise<{ readonly after: JournalHead; readonly last: number } | null> {
  let before: JournalHead = EMPTY_HEAD;
  let after: JournalHead | null = null;
  let last = 0;
  for (;;) {
    const page: readonly JournalEntry[] = await journal.read(before.sequence + 1, PAGE);
    if (page.length === 0) break;
    for (const { sequence, hash, event } of page) {
      const recorded = Date.parse(event.recordedAt);
      if (recorded >= from && recorded < to) {
        after ??= before;
        last = sequence;
      }
      before = { sequence, hash };
    }
  }
  return after && { after, last };
}

/** What is wrong with an export; `entry`: one is not what was signed, `incomplete`: its end is missing, `no-export`: a head for no period. */
export type ExportFault = GenuineFault | 'no-export' | 'entry' | 'incomplete';

/** What reading an export found. */
export interface ExportVerification {
  readonly fault: ExportFault | null;
  /** Number of the line with the fault, from 1; null when there is none. */
  readonly line: number | null;
  /** Entries that are right before it. */
  readonly entries: number;
  /** What was signed, and the time that the stamp proves; null where the first line is not genuine. */
  readonly signed: { readonly statement: HeadStatement; readonly time: Instant } | null;
}

/** Verifies an export: its first line as a head, and that the entries lead from where the period begins to that head. */
export async function verifyExport(
  lines: AsyncIterable<HeadLine>,
  terms: HeadTerms & { readonly sm3: Sm3 },
): Promise<ExportVerification> {
  let signed: ExportVerification['signed'] = null;
  let head: JournalHead = EMPTY_HEAD;
  let entries = 0;
  const found = (fault: ExportFault | null, line: number | null): ExportVerification => ({ fault, line, entries, signed });
  let number = 0;
  for await (const { text, ...line } of lines) {
    number = line.number;
    if (signed === null) {
      const verdict = judgeHead(text, terms);
      if (verdict.fault !== null) return found(verdict.fault, number);
      const { exported } = verdict.statement;
      if (exported === null) return found('no-export', number);
      signed = { statement: verdict.statement, time: verdict.time };
      head = exported.after;
      continue;
    }
    const entry = entryOf(text);
    const checked = entry && checkEntry(head, entry, terms.sm3);
    if (!checked || checked.fault || head.sequence >= signed.statement.sequence) return found('entry', number);
    head = checked.head;
    entries++;
  }
  if (signed === null) return found('incomplete', number + 1);
  if (head.sequence < signed.statement.sequence) return found('incomplete', number + 1);
  return head.hash === signed.statement.hash ? found(null, null) : found('entry', number);
}

/** What a line says, to be checked as an entry; null when it is not even JSON of one. */
function entryOf(text: string): JournalEntry | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? (found as JournalEntry) : null;
  } catch {
    return null;
  }
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('JOURNAL_PERIOD_INVALID', { reason: bilingual(en, zh) });
}

function broken(sequence: number): YinzhengError {
  return new YinzhengError('JOURNAL_BROKEN', { sequence, reason: bilingual('run journal verify', '请运行 journal verify') });
}
