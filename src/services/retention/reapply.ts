/** Erasing again what the restore of an older backup brought back. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { eraseRecord } from './erase.ts';
import type { Erasure, RetentionDependencies } from './ports.ts';

/** `_id` in `settings` of how much of the list of erasures was held against the store. */
const APPLIED = 'erasures';

/** What of the list of erasures is in the store as if it had never been erased. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
export async function erasuresUndone(
  { store, storeId, erasures }: Pick<RetentionDependencies, 'store' | 'storeId' | 'erasures'>,
  from = 0,
): Promise<readonly Erasure[]> {
  const found: Erasure[] = [];
  for (const erasure of (await erasures.read()).slice(from)) {
    if (erasure.store !== storeId) continue;
    const { collection, id } = erasure;
    const record = await store.records.get(collection, id);
    if (record && !('destroyed' in record || 'destroyedBy' in record)) found.push(erasure);
  }
  return found;
}

/**
 * Erases again what is on the list of erasures and was brought back, before anything is served. How far the list was held against this store is
 * in the store, so that one that was restored is held against all that it lacks. Resolves to how many. Rejects as {@link erasuresUndone}.
 */
export async function reapplyErasures(deps: RetentionDependencies): Promise<number> {
  const { records } = deps.store;
  const known = await records.get('settings', APPLIED);
  const applied = Number(known?.value['applied'] ?? 0);
  const { length } = await deps.erasures.read();
  if (length === applied) return 0;
  const undone = await erasuresUndone(deps, length < applied ? 0 : applied);
  for (const { collection, id, list } of undone)
    await eraseRecord(deps, { item: { collection, id }, list, actor: SERVER_ACTOR, rules: null });
  const next = { _id: APPLIED, schema: 1, version: (known?.version ?? 0) + 1, value: { applied: length } } as const;
  try {
    await (known ? records.replace('settings', next) : records.insert('settings', next));
  } catch (error) {
    // Another server did the same.
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
  return undone.length;
}
