import { isYinzhengError } from '../../base/errors/index.ts';
import {
  checkChain,
  EMPTY_HEAD,
  type ChainFault,
  type JournalEntry,
  type JournalHead,
  type Sm3,
} from '../../domain/journal/index.ts';
import type { JournalStore } from '../storage/index.ts';

const PAGE = 500;
/** Members of an entry. */
const MEMBERS = 4;

/** What is wrong with a journal, and at which entry; `unreadable`: the entry is not what this software writes. */
export type JournalFault = ChainFault | { readonly sequence: number; readonly fault: 'unreadable' | 'repeated-event' };

/** What a verification of the journal found. */
export interface JournalVerification {
  /** Last entry that is right, together with all before it. */
  readonly head: JournalHead;
  /** Number of right entries before the first fault. */
  readonly entries: number;
  readonly fault: JournalFault | null;
}

/**
 * Verifies the whole journal page by page: every edit, removal and reordering of entries is found. That its end was cut off, or that all
 * of it was made anew, only the high-water mark tells. `visit` is shown each right entry.
 * Rejects with STORE_UNAVAILABLE.
 */
export async function verifyJournal(
  journal: Pick<JournalStore, 'head' | 'read'>,
  sm3: Sm3,
  visit: (entry: JournalEntry) => void = () => undefined,
): Promise<JournalVerification> {
  let head = EMPTY_HEAD;
  const found = (fault: JournalFault | null): JournalVerification => ({ head, entries: head.sequence, fault });
  for (;;) {
    const page = await readPage(journal, head.sequence + 1);
    if (page === null) return found({ sequence: head.sequence + 1, fault: 'unreadable' });
    for (const entry of page) {
      const checked = checkEntry(head, entry, sm3);
      if (checked.fault) return found(checked.fault);
      head = checked.head;
      visit(entry);
    }
    if (page.length === 0) return found(null);
  }
}

/** A page of entries; null when its first entry cannot be read. */
async function readPage(journal: Pick<JournalStore, 'read'>, from: number): Promise<readonly JournalEntry[] | null> {
  for (const limit of [PAGE, 1]) {
    try {
      return await journal.read(from, limit);
    } catch (error) {
      if (!isYinzhengError(error, 'STORE_DAMAGED')) throw error;
    }
  }
  return null;
}

/** Checks one entry that is to follow `head`, whatever it is: the new head, or what is wrong. */
export function checkEntry(
  head: JournalHead,
  entry: JournalEntry,
  sm3: Sm3,
): { readonly head: JournalHead; readonly fault: JournalFault | null } {
  const unreadable = { head, fault: { sequence: head.sequence + 1, fault: 'unreadable' } } as const;
  // Whatever else an entry is given is not covered by its hash.
  if (Object.keys(entry).length !== MEMBERS) return unreadable;
  try {
    return checkChain(head, [entry], sm3);
  } catch {
    // An entry edited into something that has no canonical JSON
    return unreadable;
  }
}
