/** The journal against heads that were anchored: what its own chain cannot tell, that all of it was made anew, or is cut off, or older. */
import { YinzhengError } from '../../../base/errors/index.ts';
import type { Instant } from '../../../base/time.ts';
import type { JournalHead, Sm3 } from '../../../domain/journal/index.ts';
import type { OpenStore } from '../../storage/index.ts';
import { verifyJournal, type JournalVerification } from '../verify.ts';
import { headProofEnds, judgeAtItsTime, judgeHead, type GenuineFault, type HeadTerms } from './judge.ts';
import { CUT_OFF } from './line.ts';
import { confirmRenewed, keptDigests, renewalOf, type EndedHead, type KeptDigests, type Renewal } from './renewed.ts';

/** What is wrong with a head, or with the journal by a head that is genuine. */
export type HeadFault = GenuineFault | 'other-store' | 'order' | 'contradicts' | 'missing' | 'differs';

/** A line with a head, and where it was found. */
export interface HeadLine {
  /** File, or `store`; lines of one place are in order. */
  readonly place: string;
  /** Number of the line, from 1. */
  readonly number: number;
  readonly text: string;
  /** False for a last line without an end: what a crash cut off, or is being written. */
  readonly whole: boolean;
}

/** A fault of a head. */
export interface FoundHeadFault extends Pick<HeadLine, 'place' | 'number'> {
  /** Entry that it is about; null where that cannot be read. */
  readonly sequence: number | null;
  readonly fault: HeadFault;
}

/** What a verification by heads found. */
export interface HeadsVerification extends JournalVerification {
  /** Heads that are genuine and agree with the journal. */
  readonly confirmed: number;
  /** The furthest of them, and the time that its stamp proves. */
  readonly last: (JournalHead & { readonly time: Instant }) | null;
  /** Lines that were never whole. */
  readonly cutOff: number;
  /** The first faults of heads, at most {@link MOST_FAULTS}, and how many there are. */
  readonly faults: readonly FoundHeadFault[];
  readonly faultCount: number;
}

/** Most faults of heads that are listed. */
export const MOST_FAULTS = 20;
/** Most heads of one verification: some ten years of one every minute. */
const MOST_HEADS = 6_000_000;

interface Expected extends JournalHead, Pick<HeadLine, 'place' | 'number'> {
  readonly time: Instant;
}

/**
 * Verifies the whole chain, and that it has at every head the entry that was its last then. Heads after the first fault of the chain are
 * neither confirmed nor faults. Rejects with STORE_UNAVAILABLE, INPUT_TOO_LARGE, and as the lines do.
 */
export async function verifyAgainstHeads(
  store: Pick<OpenStore, 'identity' | 'journal'>,
  lines: AsyncIterable<HeadLine>,
  terms: HeadTerms & { readonly sm3: Sm3 },
): Promise<HeadsVerification> {
  const faults: FoundHeadFault[] = [];
  let faultCount = 0;
  const report = ({ place, number }: Pick<HeadLine, 'place' | 'number'>, sequence: number | null, fault: HeadFault): void => {
    faultCount++;
    if (faults.length < MOST_FAULTS) faults.push({ place, number, sequence, fault });
  };
  const { expected, ended, kept, cutOff } = await readHeads(lines, { store: store.identity.id, terms, report });

  let confirmed = 0;
  let last: HeadsVerification['last'] = null;
  const proofs: { readonly sequence: number; readonly time: Instant }[] = [];
  const renewals: Renewal[] = [];
  const hashes = new Map<number, string>();
  const waiting = new Set(ended.map(({ sequence }) => sequence));
  const entries = new Set<number>();
  const confirm = (head: JournalHead, time: Instant): void => {
    // The same head in a file and in the store counts once.
    if (!entries.has(head.sequence)) confirmed++;
    entries.add(head.sequence);
    proofs.push({ sequence: head.sequence, time });
    if (last === null || head.sequence > last.sequence) last = { ...head, time };
  };
  const chain = await verifyJournal(store.journal, terms.sm3, ({ sequence, hash, event }) => {
    if (waiting.has(sequence)) hashes.set(sequence, hash);
    const renewal = renewalOf(sequence, event);
    if (renewal) renewals.push(renewal);
    const head = expected.get(sequence);
    if (!head) return;
    expected.delete(sequence);
    if (head.hash === hash) confirm({ sequence, hash }, head.time);
    else report(head, sequence, 'differs');
  });
  for (const head of confirmRenewed({ ended, kept, renewals, proofs, hashes, confirm }))
    if (chain.fault === null || head.sequence <= chain.head.sequence)
      report(
        head,
        head.sequence,
        hashes.has(head.sequence) && hashes.get(head.sequence) !== head.hash ? 'differs' : 'time-stamp',
      );
  if (chain.fault === null) for (const head of expected.values()) report(head, head.sequence, 'missing');
  return { ...chain, confirmed, last, cutOff, faults, faultCount };
}

/** The genuine heads by their entry; what is wrong with the others is reported. */
async function readHeads(
  lines: AsyncIterable<HeadLine>,
  {
    store,
    terms,
    report,
  }: {
    readonly store: string;
    readonly terms: HeadTerms;
    readonly report: (line: HeadLine, sequence: number | null, fault: HeadFault) => void;
  },
): Promise<{
  readonly expected: Map<number, Expected>;
  readonly ended: readonly EndedHead[];
  readonly kept: KeptDigests;
  readonly cutOff: number;
}> {
  const expected = new Map<number, Expected>();
  const ended: EndedHead[] = [];
  const kept = keptDigests(terms.crypto);
  const furthest = new Map<string, number>();
  let cutOff = 0;
  for await (const line of lines) {
    const { place, number, text, whole } = line;
    if (!whole || text.endsWith(CUT_OFF)) {
      cutOff++;
      continue;
    }
    const verdict = judgeHead(text, terms);
    const { statement } = verdict;
    if (place === 'store' && statement) kept.add(statement.sequence, text);
    if (verdict.fault === 'time-stamp') {
      const then = judgeAtItsTime(text, terms);
      const ends = headProofEnds(text, terms.crypto);
      if (then && ends !== null && then.statement.store === store) {
        const { sequence, hash } = then.statement;
        ended.push({ place, number, sequence, hash, time: then.time, ends, line: kept.digestOf(text) });
        continue;
      }
    }
    if (verdict.fault !== null) {
      report(line, statement?.sequence ?? null, verdict.fault);
      continue;
    }
    const { sequence, hash, ...stated } = verdict.statement;
    const before = furthest.get(place) ?? 0;
    furthest.set(place, Math.max(before, sequence));
    const known = expected.get(sequence);
    if (stated.store !== store) report(line, sequence, 'other-store');
    else if (sequence < before) report(line, sequence, 'order');
    else if (known && known.hash !== hash) report(line, sequence, 'contradicts');
    else if (!known) expected.set(sequence, { sequence, hash, time: verdict.time, place, number });
    if (expected.size > MOST_HEADS) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MOST_HEADS });
  }
  return { expected, ended, kept, cutOff };
}
