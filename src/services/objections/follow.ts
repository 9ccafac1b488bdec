import { followJournal } from '../journal/index.ts';
import type { JournalEntry } from '../../domain/journal/index.ts';
import type { Store } from '../storage/index.ts';
import { makeFromUse } from './make.ts';
import type { ObjectionKeeping } from './ports.ts';

/** `_id` in `settings` of the number of the last entry that was looked at. */
const PLACE = 'objection-log';

/**
 * Makes objections from what holders say of uses, as the journal tells it: each once, whoever made it and on which server, those of before too.
 * Resolves with how many were looked at.
 */
export async function followUseObjections(
  deps: ObjectionKeeping & { readonly store: Pick<Store, 'records' | 'journal'> },
): Promise<number> {
  return followJournal(deps.store, PLACE, async (entry) => entry.event.kind === 'use-objected' && take(deps, entry));
}

async function take(deps: ObjectionKeeping, { event }: JournalEntry): Promise<boolean> {
  const { use: id } = event.facts;
  const use = typeof id === 'string' ? await deps.records.get('uses', id) : null;
  if (!use) return false;
  // What was said until then: it was said before its event was written, and what was said later is told by a later event.
  const said = use.objections.filter(({ at }) => at <= event.recordedAt);
  for (const index of said.keys()) await makeFromUse(deps, event.actor, use, index);
  return said.length > 0;
}
