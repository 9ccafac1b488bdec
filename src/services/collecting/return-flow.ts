/** Return flow (回流): what changed of the licences of an area, for the systems of its cities. */
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { ReturnFlowRecord } from '../../domain/collecting/index.ts';
import { maskPurpose, statusOf } from '../../domain/licence/index.ts';
import { areaContains, areaPath, isAreaCode, placeOf } from '../../domain/organisation/index.ts';
import { authorise } from '../access/authorise.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import type { LicenceAnswer } from '../licences/get.ts';
import { randomId } from '../licences/random.ts';
import type { CollectingDependencies } from './ports.ts';

/** How old an entry is before it is given out, ms: one that began earlier may be written later, and must not be passed over. */
const SETTLED_AFTER = 10_000;
/** Most entries of a page. */
export const MOST_RETURNED = 100;

/** The entry of a change. */
export function returnEntry(
  { clock, random }: Pick<CollectingDependencies, 'clock' | 'random'>,
  change: Pick<ReturnFlowRecord, 'licence' | 'identifier' | 'change'> & { readonly area: string },
): ReturnFlowRecord {
  const { area, ...rest } = change;
  const now = clock.now();
  return {
    _id: `${Math.max(0, Math.floor(now)).toString(16).padStart(12, '0')}${toHex(random.bytes(10))}`,
    ...{ schema: 1, version: 1, ...rest, at: isoInstant(now) },
    areas: isAreaCode(area) ? areaPath(area) : [],
  };
}

/** A change, and the licence as it is now. */
export interface ReturnedLicence extends LicenceAnswer {
  readonly entry: ReturnFlowRecord;
}

/** A page; `next` is where to go on, also when there is nothing more for now. */
export interface ReturnFlowPage {
  readonly items: readonly ReturnedLicence[];
  readonly next: string | null;
}

/**
 * What changed of the licences of an area since a cursor, each licence as it is now, for organisations whose place is that area or above. What it is
 * read for, and of whom, is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID
 */
export async function returnFlow(
  deps: Pick<CollectingDependencies, 'store' | 'journal' | 'clock' | 'random'>,
  actor: Actor,
  order: { readonly area: string; readonly after?: string | undefined; readonly limit: number; readonly purpose: Purpose },
): Promise<ReturnFlowPage> {
  authorise(actor, 'licence:read', actor.organisation);
  const { records } = deps.store;
  const home = actor.organisation === null ? null : await records.get('organisations', actor.organisation);
  const above = home ? placeOf(home).area : null;
  const area = order.area;
  if (above === null || !isAreaCode(area) || !areaContains(above, area))
    throw new YinzhengError('NOT_ALLOWED', { action: 'licence:read' });
  const now = deps.clock.now();
  const query = { index: 'area', equals: area, limit: Math.max(1, Math.min(order.limit, MOST_RETURNED)) } as const;
  const found = await records.find('return-flow', order.after === undefined ? query : { ...query, after: order.after });
  const settled = found.filter(({ at }) => Date.parse(at) <= now - SETTLED_AFTER);
  const items: ReturnedLicence[] = [];
  for (const entry of settled) {
    const licence = await records.get('licences', entry.licence);
    const edition = licence?.editions.at(-1);
    if (!licence || !edition || licence.destroyed) continue;
    items.push({ entry, licence, edition, status: statusOf(licence, edition, { asOf: now, knownAt: now }) });
  }
  const holders = items.flatMap(({ licence }) => licence.holders);
  const at = isoInstant(now);
  if (items.length > 0)
    await deps.journal.record([
      {
        ...{
          id: `reads/${randomId(deps.random)}`,
          kind: 'licences-returned',
          subject: 'licences',
          effectiveAt: at,
          recordedAt: at,
        },
        ...{ actor, purpose: maskPurpose(order.purpose, holders) },
        facts: { area, count: items.length, ...personsTold(deps.journal, holders) },
      },
    ]);
  return { items, next: settled.at(-1)?._id ?? order.after ?? null };
}
