import type { Instant } from '../../base/time.ts';
import { hasEndedAt } from '../../domain/organisation/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** Most organisations that are looked at: chains of successors are short. */
const MOST = 64;

/**
 * Whether an organisation succeeds another that has ended by then, itself or by way of others that have ended since: it then ends what the
 * other issued.
 */
export async function succeeds(
  records: Pick<RecordStore, 'get'>,
  { organisation, forerunner, at }: { readonly organisation: string; readonly forerunner: string; readonly at: Instant },
): Promise<boolean> {
  const waiting = [forerunner];
  const seen = new Set(waiting);
  for (let code = waiting.shift(); code !== undefined && seen.size <= MOST; code = waiting.shift()) {
    const found = await records.get('organisations', code);
    const successors = found && hasEndedAt(found, at) ? (found.end?.successors ?? []) : [];
    if (successors.includes(organisation)) return true;
    for (const next of successors) {
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}
