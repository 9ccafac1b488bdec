import { z } from 'zod';
import { LICENCE_STATUS_NAMES } from '../../report/words/index.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const code = text(40);

/** A table as files have it. */
export const statusMappingSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/),
  ...{ name: text(100), source: text(200) },
  codes: z
    .array(
      z.strictObject({
        ...{ code, name: text(60), status: z.enum(LICENCE_STATUS_NAMES).nullable() },
        described: z.literal(true).optional(),
      }),
    )
    .min(1)
    .max(200),
  sent: z.record(z.enum(LICENCE_STATUS_NAMES), code),
});
