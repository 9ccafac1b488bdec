/** The hash chain of the journal. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { canonicalJson } from './canonical.ts';
import type { DomainEvent, JournalEntry, JournalHead } from './model.ts';

/** SM3, handed in: 32 bytes. */
export type Sm3 = (bytes: Uint8Array) => Uint8Array;

/** Head of an empty journal. */
export const EMPTY_HEAD: JournalHead = { sequence: 0, hash: '0'.repeat(64) };

/** What is wrong with a chain, and at which entry. */
export interface ChainFault {
  readonly sequence: number;
  readonly fault: 'gap' | 'wrong-previous' | 'wrong-hash';
}

/** Appends an event to a chain that ends in `head`. */
export function chainEvent(head: JournalHead, event: DomainEvent, sm3: Sm3): JournalEntry {
  const link = { sequence: head.sequence + 1, previous: head.hash, event };
  return { ...link, hash: hashOf(link, sm3) };
}

/** Checks entries that follow `head`; returns the new head and the first fault, if any. */
export function checkChain(
  head: JournalHead,
  entries: readonly JournalEntry[],
  sm3: Sm3,
): { head: JournalHead; fault: ChainFault | null } {
  let current = head;
  for (const { sequence, previous, event, hash } of entries) {
    const expected = current.sequence + 1;
    if (sequence !== expected) return { head: current, fault: { sequence: expected, fault: 'gap' } };
    if (previous !== current.hash) return { head: current, fault: { sequence, fault: 'wrong-previous' } };
    if (hash !== hashOf({ sequence, previous, event }, sm3)) return { head: current, fault: { sequence, fault: 'wrong-hash' } };
    current = { sequence, hash };
  }
  return { head: current, fault: null };
}

function hashOf(link: Omit<JournalEntry, 'hash'>, sm3: Sm3): string {
  return toHex(sm3(utf8(canonicalJson(link))));
}
