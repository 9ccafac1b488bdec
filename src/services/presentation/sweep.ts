import { isoInstant } from '../../base/time.ts';
import type { Clock } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';

const DAY = 86_400_000;
/** How long a holder sees what became of what he showed, days; the journal has it for ever. */
const KEPT = 7;
/** Days before that are looked at, so that what an outage kept from being swept is found. */
const LOOKED_AT = 60;

/** Forgets what was over a week ago and what the journal has; resolves with how many. */
export async function sweepPresentations({
  records,
  clock,
}: {
  readonly records: RecordStore;
  readonly clock: Clock;
}): Promise<number> {
  let forgotten = 0;
  for (let back = KEPT + 1; back <= KEPT + LOOKED_AT; back++) {
    const equals = isoInstant(clock.now() - back * DAY).slice(0, 10);
    for (let after = ''; ;) {
      const query = { index: 'day', equals, limit: MAX_PAGE, ...(after !== '' && { after }) } as const;
      const page = await records.find('presentations', query);
      const over = page.filter(({ pending }) => !pending);
      for (const { _id } of over) await records.remove('presentations', _id);
      forgotten += over.length;
      after = page.at(-1)?._id ?? '';
      if (page.length < MAX_PAGE) break;
    }
  }
  return forgotten;
}
