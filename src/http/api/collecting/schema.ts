import { z } from 'zod';
import { SOURCE_ID, TRUST_LEVELS } from '../../../domain/collecting/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../report/words/index.ts';
import { MOST_COMPARED, MOST_RETURNED, sourceTermsSchema } from '../../../services/collecting/index.ts';
import { holderSchema } from '../../../services/licences/index.ts';
import { creditCode, instant, purposeQuery } from '../words.ts';

const id = z.string().regex(SOURCE_ID);
const key = z.string().regex(/^[0-9a-f]{32}$/);

export const sourceParams = z.object({ source: id });
export const itemParams = z.object({ source: id, item: key });
export const page = { limit: z.coerce.number().int().min(1).max(100).default(20) };
export const sourcesQuery = z.object({ cursor: id.optional(), ...page });
export const faultsQuery = z.object({ cursor: key.optional(), ...page });

export const sourceBody = z
  .strictObject({ ...sourceTermsSchema.shape, state: z.enum(['active', 'stopped']).default('active') })
  .meta({ id: 'CollectingSourceTerms', description: 'Who a source is, what is taken from it, and how' });

const count = z.number().int();
const counts = z.object({ sent: count, taken: count, updated: count, repeated: count, refused: count });
const reconciled = z.object({ at: instant, listed: count, present: count, missing: count });

export const sourceSchema = z
  .object({
    id: z.string(),
    ...sourceTermsSchema.shape,
    state: z.enum(['active', 'stopped']),
    counts: counts.describe('Sent in all; of these taken, taken in a later version, sent again, refused'),
    lastAt: instant.nullable(),
    trouble: z.object({ at: instant, code: z.string() }).nullable().describe('What went wrong last with fetching or the folder'),
    reconciled: reconciled.nullable().describe('What the source said last that it had, compared with what is here'),
  })
  .meta({ id: 'CollectingSource' });

export const sourceList = z.object({ items: z.array(sourceSchema), next: z.string().nullable() });

const error = z.object({ code: z.string(), detail: z.string(), detailEn: z.string() });

export const outcomeSchema = z
  .object({
    sourceId: z.string().nullable(),
    outcome: z.enum(['taken', 'updated', 'repeated', 'refused']),
    identifier: z.string().nullable(),
    error: error.nullable(),
  })
  .meta({ id: 'CollectedOutcome' });

export const outcomeList = z.object({ items: z.array(outcomeSchema).describe('In the order in which they were sent') });

export const reconcileBody = z
  .strictObject({
    items: z
      .array(z.strictObject({ sourceId: z.string().trim().min(1).max(200), version: z.number().int().min(1).max(2_000_000_000) }))
      .min(1)
      .max(MOST_COMPARED),
  })
  .meta({ id: 'CollectingReconciliation', description: 'What the source has, by its identifiers and versions' });

export const reconcileSchema = z.object({
  ...reconciled.shape,
  counts,
  absent: z.array(z.object({ sourceId: z.string(), version: count, code: z.string().nullable() })),
});

export const faultList = z.object({
  items: z.array(
    z
      .object({ item: key, sourceIdMasked: z.string(), version: count, ...error.shape, at: instant })
      .meta({ id: 'CollectingFault' }),
  ),
  next: z.string().nullable(),
});

export const returnQuery = z.object({
  area: z.string().regex(/^\d{6}(?:\d{3}){0,2}$/),
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(MOST_RETURNED).default(MOST_RETURNED),
  ...purposeQuery.shape,
});

export const returnList = z.object({
  items: z.array(
    z
      .object({
        change: z.enum(['taken', 'updated', 'status']),
        at: instant,
        identifier: z.string(),
        typeCode: z.string(),
        typeName: z.string(),
        origin: z.enum(['issued', 'collected', 'digitised']),
        trust: z.enum(TRUST_LEVELS).nullable(),
        issuer: z.object({ code: creditCode, name: z.string() }),
        licenceNumber: z.string(),
        holders: z.array(holderSchema),
        fields: z.record(z.string(), z.string()),
        issueDate: z.iso.date(),
        validFrom: z.iso.date(),
        validTo: z.string(),
        status: z.enum(LICENCE_STATUS_NAMES),
        sm3: z.string().nullable(),
      })
      .meta({ id: 'ReturnedLicence' }),
  ),
  next: z.string().nullable().describe('Where to go on, also when there is nothing more for now'),
});
