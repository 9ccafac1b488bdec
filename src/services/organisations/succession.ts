import type { RecordStore } from '../storage/index.ts';

/** Most organisations that are looked at: chains of successors are short. */
const MOST = 64;

/**
 * Whether an organisation succeeds another that has ended, itself or by way of others that have ended since: it then ends what the
 * other issued.
 */
export async function succeeds(
  records: Pick<RecordStore, 'get'>,
  { organisation, forerunner }: { readonly organisation: string; readonly forerunner: string },
): Promise<boolean> {
  const waiting = [forerunner];
  const seen = new Set(waiting);
  for (let code = waiting.shift(); code !== undefined && seen.size <= MOST; code = waiting.shift()) {
    const successors = (await records.get('organisations', code))?.end?.successors ?? [];
    if (successors.includes(organisation)) return true;
    for (const next of successors) {
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}
