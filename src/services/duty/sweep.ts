import { useTimePrefix } from '../../domain/use/index.ts';
import type { Clock } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { demandClaim } from './demand-id.ts';

/** How long demands are kept, ms: three years. */
export const DEMANDS_KEPT = 3 * 365 * 86_400_000;

/** Forgets demands of more than three years ago, which have the numbers of holders; resolves with how many. */
export async function sweepDemands({
  records,
  clock,
}: {
  readonly records: RecordStore;
  readonly clock: Clock;
}): Promise<number> {
  let forgotten = 0;
  for (let after = useTimePrefix(clock.now() - DEMANDS_KEPT); ;) {
    const page = await records.list('demands', { after, limit: MAX_PAGE });
    for (const demand of page.filter(({ pending }) => !pending)) {
      await records.remove('claims', demandClaim(demand));
      await records.remove('demands', demand._id);
      forgotten++;
    }
    after = page.at(-1)?._id ?? after;
    if (page.length < MAX_PAGE) return forgotten;
  }
}
