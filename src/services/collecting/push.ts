import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { CollectingSource } from '../../domain/collecting/index.ts';
import type { CollectingDependencies } from './ports.ts';
import { countOutcomes, findSource } from './sources.ts';
import { takeItem, type ItemOutcome, type SentItem } from './take.ts';

/** Items as they came, with the files by name. */
export interface Sending {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Takes what a source sends by itself, item by item; each has its outcome, whatever became of the others.
 * @throws {YinzhengError} NOT_ALLOWED, SOURCE_NOT_FOUND, SOURCE_STOPPED, STORE_UNAVAILABLE
 */
export async function pushItems(
  deps: CollectingDependencies,
  actor: Actor,
  { source: id, items, files }: Sending & { readonly source: string },
): Promise<readonly ItemOutcome[]> {
  const source = await findSource(deps, actor, { id, action: 'collecting:push' });
  refuseStopped(source);
  const file = (name: string) => Promise.resolve(files.get(name) ?? null);
  return takeAll(deps, { source, actor, sent: items.map((raw) => ({ raw, file })) });
}

/** Takes items one after the other and counts them at their source. */
export async function takeAll(
  deps: CollectingDependencies,
  { source, actor, sent }: { readonly source: CollectingSource; readonly actor: Actor; readonly sent: readonly SentItem[] },
): Promise<readonly ItemOutcome[]> {
  const outcomes: ItemOutcome[] = [];
  try {
    for (const each of sent) outcomes.push(await takeItem(deps, { source, actor, sent: each }));
  } finally {
    // What was taken before something failed counts all the same.
    if (outcomes.length > 0) await countOutcomes(deps, source._id, outcomes);
  }
  return outcomes;
}

/**
 * Refuses to take from a source that is stopped.
 * @throws {YinzhengError} SOURCE_STOPPED
 */
export function refuseStopped({ state }: Pick<CollectingSource, 'state'>): void {
  if (state === 'stopped') throw new YinzhengError('SOURCE_STOPPED');
}
