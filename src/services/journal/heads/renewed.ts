/** Heads whose time stamps' certificates have ended, judged by the renewals that cover them. */
import { toHex, utf8 } from '../../../base/bytes.ts';
import type { Instant } from '../../../base/time.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type { DomainEvent, JournalHead } from '../../../domain/journal/index.ts';
import { nextHeadsDigest, NO_HEADS_DIGEST } from './digest.ts';

/** A head that was genuine when it was stamped, and whose stamp proves nothing by itself any more. */
export interface EndedHead extends JournalHead {
  readonly place: string;
  readonly number: number;
  /** The time that its stamp proved. */
  readonly time: Instant;
  /** When the certificate ended under which it was stamped. */
  readonly ends: Instant;
  /** SM3 of its line, hexadecimal. */
  readonly line: string;
}

/** An entry of the journal that renewed heads. */
export interface Renewal {
  readonly sequence: number;
  /** Entry of the last head that it covers, and the digest of all up to it. */
  readonly to: number;
  readonly digest: string;
}

/** The renewal that an event is, null for any other. */
export function renewalOf(sequence: number, { kind, facts }: DomainEvent): Renewal | null {
  const { to, digest } = facts;
  return kind === 'journal-heads-renewed' && typeof to === 'number' && typeof digest === 'string'
    ? { sequence, to, digest }
    : null;
}

/** Digests of the heads that the store keeps, as they are read. */
export interface KeptDigests {
  add(sequence: number, line: string): void;
  digestOf(line: string): string;
  /** Of all up to a head, undefined where there is none of that entry. */
  upTo(sequence: number): string | undefined;
  /** Of the line itself. */
  ofLine(sequence: number): string | undefined;
}

/** None so far. */
export function keptDigests(crypto: CryptoProvider): KeptDigests {
  let running: Uint8Array = NO_HEADS_DIGEST;
  const all = new Map<number, { readonly line: string; readonly running: string }>();
  const digestOf = (line: string): string => toHex(crypto.digest('sm3', utf8(line)));
  return {
    add(sequence, line) {
      running = nextHeadsDigest(running, line, crypto);
      all.set(sequence, { line: digestOf(line), running: toHex(running) });
    },
    digestOf,
    upTo: (sequence) => all.get(sequence)?.running,
    ofLine: (sequence) => all.get(sequence)?.line,
  };
}

/**
 * Confirms the heads that a renewal covers: the head of the renewal, or a later one, is proved for a time at which their own stamps still
 * proved them. What is confirmed may prove earlier renewals in turn. Returns those that nothing proves.
 */
export function confirmRenewed(input: {
  readonly ended: readonly EndedHead[];
  readonly kept: KeptDigests;
  readonly renewals: readonly Renewal[];
  readonly proofs: readonly { readonly sequence: number; readonly time: Instant }[];
  /** Hash of the entry of each of the heads. */
  readonly hashes: ReadonlyMap<number, string>;
  readonly confirm: (head: JournalHead, time: Instant) => void;
}): readonly EndedHead[] {
  const { kept, proofs, hashes, confirm } = input;
  // Of the store's heads as they were then: where one was edited since, the renewal covers others.
  const renewals = input.renewals.filter(({ to, digest }) => kept.upTo(to) === digest);
  let left = input.ended;
  for (;;) {
    const proved = renewals.flatMap(({ sequence, to }) => {
      const times = proofs.filter((proof) => proof.sequence >= sequence).map(({ time }) => time);
      return times.length === 0 ? [] : [{ to, time: times.reduce((one, other) => Math.min(one, other)) }];
    });
    const isProved = (head: EndedHead): boolean =>
      hashes.get(head.sequence) === head.hash &&
      kept.ofLine(head.sequence) === head.line &&
      proved.some(({ to, time }) => head.sequence <= to && time <= head.ends);
    const found = left.filter(isProved);
    if (found.length === 0) return left;
    for (const head of found) confirm({ sequence: head.sequence, hash: head.hash }, head.time);
    left = left.filter((head) => !isProved(head));
  }
}
