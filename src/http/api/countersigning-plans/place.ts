/** Where a step wants its seal, as a member of a body. */
import { z } from 'zod';
import { PAGE_LIST, readPageChoice, STRADDLE_GROUP, type Placement } from '../../../documents/index.ts';

const FURTHEST = 5000;
const length = z.number().min(0).max(FURTHEST);
const offset = z.number().min(-FURTHEST).max(FURTHEST).default(0).describe('mm from there to the centre of the seal');
const word = z.string().max(100).regex(/\S/);
const pages = z
  .string()
  .regex(PAGE_LIST)
  .transform((text) => readPageChoice(text))
  .meta({ type: 'string', pattern: PAGE_LIST.source });

/** One kind of place; what the members mean is said of the query of `/stamps`. */
export const placeBody = z
  .union([
    z.strictObject({ page: z.number().int().min(1).max(100_000), x: length, y: length }),
    z.strictObject({ pages, x: length, y: length }),
    z.strictObject({
      keyword: word,
      occurrence: z.union([z.enum(['last', 'every']), z.number().int().min(1).max(999_999)]).default(1),
      dx: offset,
      dy: offset,
    }),
    z.strictObject({ field: word, dx: offset, dy: offset }),
    z.strictObject({ bookmark: word, dx: offset, dy: offset }),
    z.strictObject({ destination: word, dx: offset, dy: offset }),
    z.strictObject({
      edge: z.enum(['left', 'right', 'top', 'bottom']),
      pages: pages.optional(),
      at: length.optional(),
      group: z.number().int().min(STRADDLE_GROUP.least).max(STRADDLE_GROUP.most).default(20),
    }),
  ])
  .meta({
    id: 'SealPlace',
    description:
      'Where a seal is wanted, one of: page, x, y (mm from the upper left corner to its centre); pages, x, y; keyword; field; bookmark; destination; edge',
  });

/** The place that is meant. */
export function placeOf(place: z.infer<typeof placeBody>): Placement {
  if (!('edge' in place)) return place;
  const { edge, pages: chosen, at, group } = place;
  return { edge, pages: chosen ?? 'all', group, ...(at !== undefined && { at }) };
}
