/** The entries of the journal that concern a licence, with what leads from each to a signed head. */
import { utf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { canonicalJson, type JournalEntry } from '../../domain/journal/index.ts';
import { headId, readHeadLine, parseHeadStatement, signHead, writeHeadLine } from '../journal/heads/index.ts';
import type { PackageDependencies } from './ports.ts';

const PAGE = 500;
/** Most entries of a package: those between an entry and its head are among them. */
export const MOST_ENTRIES = 20_000;
/** Clocks of servers differ by less, ms. */
const CLOCKS_DIFFER = 86_400_000;

/** Entries and heads, a line each. */
export interface JournalProof {
  readonly entries: Uint8Array;
  readonly heads: Uint8Array;
}

/**
 * The entries about a licence from a moment on, reads of it left out, and for each those that follow it up to the next head that was anchored; where there is none yet, the head
 * of now is signed. Rejects with INPUT_TOO_LARGE, JOURNAL_KEY_MISSING, and as custody, store and time stamper do.
 */
export async function proveEntries(
  deps: PackageDependencies,
  { licence, from, actor }: { readonly licence: string; readonly from: Instant; readonly actor: string },
): Promise<JournalProof> {
  const { journal } = deps.store;
  const subject = `licences/${licence}`;
  const concerned: number[] = [];
  for (let next = await firstAfter(deps, from - CLOCKS_DIFFER); ;) {
    const page = await journal.read(next, PAGE);
    for (const { sequence, event } of page) {
      if (event.subject === subject && event.kind !== 'licence-read' && event.kind !== 'fields-verified')
        concerned.push(sequence);
      next = sequence + 1;
    }
    if (page.length === 0) break;
  }
  const heads = new Map<number, string>();
  const wanted = new Set<number>();
  for (const sequence of concerned) {
    if (wanted.has(sequence)) continue;
    const known = [...heads.keys()].find((at) => at >= sequence);
    const end = known ?? (await headAfter(deps, { sequence, heads, actor }));
    if (end - sequence > MOST_ENTRIES || wanted.size > MOST_ENTRIES)
      throw new YinzhengError('INPUT_TOO_LARGE', { limit: MOST_ENTRIES });
    for (let at = sequence; at <= end; at++) wanted.add(at);
  }
  const lines: string[] = [];
  for (const run of runsOf(wanted))
    for (let at = run.first; at <= run.last;) {
      const page: readonly JournalEntry[] = await journal.read(at, Math.min(PAGE, run.last - at + 1));
      if (page.length === 0)
        throw new YinzhengError('JOURNAL_BROKEN', {
          sequence: at,
          reason: bilingual('run journal verify', '请运行 journal verify'),
        });
      lines.push(...page.map(canonicalJson));
      at += page.length;
    }
  return { entries: linesOf(lines), heads: linesOf([...heads.values()]) };
}

/** The number of the first head at or after an entry, its line put among the heads. */
async function headAfter(
  deps: PackageDependencies,
  { sequence, heads, actor }: { readonly sequence: number; readonly heads: Map<number, string>; readonly actor: string },
): Promise<number> {
  const { journal, records, identity } = deps.store;
  const [kept] = await records.list('journal-heads', { after: headId(sequence - 1), limit: 1 });
  if (kept) {
    const { sequence: at } = parseHeadStatement(readHeadLine(kept.line).statement);
    heads.set(at, kept.line);
    return at;
  }
  const head = await journal.head();
  const statement = { store: identity.id, ...head, time: deps.clock.now(), exported: null };
  heads.set(head.sequence, writeHeadLine(await signHead(deps, statement, actor)));
  return head.sequence;
}

/** The number of the first entry that was recorded at a moment or later, as far as entries are in the order of time. */
async function firstAfter({ store }: PackageDependencies, moment: Instant): Promise<number> {
  let low = 1;
  let high = (await store.journal.head()).sequence + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [entry] = await store.journal.read(middle, 1);
    if (entry && Date.parse(entry.event.recordedAt) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

function runsOf(numbers: ReadonlySet<number>): readonly { readonly first: number; readonly last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const number of [...numbers].sort((left, right) => left - right)) {
    const last = runs.at(-1);
    if (last?.last === number - 1) last.last = number;
    else runs.push({ first: number, last: number });
  }
  return runs;
}

function linesOf(lines: readonly string[]): Uint8Array {
  return utf8(lines.map((line) => `${line}\n`).join(''));
}
