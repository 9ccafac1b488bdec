import type { TransientRecord } from '../storage/index.ts';
import { SLOT, slotOf, type TransientDependencies } from './record.ts';

/** Slots before the present one that are looked at: two hours. */
const LOOKED_AT = 12;
const PAGE = 500;

/** Forgets what ended; resolves with how many records. */
export async function sweepTransients({ records, clock }: TransientDependencies): Promise<number> {
  const now = clock.now();
  let forgotten = 0;
  for (let back = 1; back <= LOOKED_AT; back++) {
    const equals = slotOf(now - back * SLOT);
    for (let after = '', full = true; full;) {
      const page = { limit: PAGE, ...(after === '' ? {} : { after }) };
      const found: readonly TransientRecord[] = await records.find('transients', { index: 'slot', equals, ...page });
      const over = found.filter(({ expiresAt }) => now >= Date.parse(expiresAt));
      await Promise.all(over.map(({ _id }) => records.remove('transients', _id)));
      forgotten += over.length;
      after = found.at(-1)?._id ?? after;
      full = found.length === PAGE;
    }
  }
  return forgotten;
}
