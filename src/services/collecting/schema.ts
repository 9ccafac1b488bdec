import { z } from 'zod';
import { COLLECTING_MODES, TRUST_LEVELS } from '../../domain/collecting/index.ts';
import { holderSchema } from '../licences/schema.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const names = (most: number) =>
  z.record(text(100), text(100)).refine((entries) => Object.keys(entries).length <= most, `at most ${most}`);

/** Most face fields of an item. */
const MOST_FIELDS = 200;

/** An item in our own words, after the source's mapping. */
export const collectedItemSchema = z.strictObject({
  sourceId: text(200).describe('Its identifier at the source'),
  version: z.number().int().min(1).max(2_000_000_000).describe('Rises with each change at the source'),
  typeCode: z.string().regex(/^[0-9A-Z]{21}$/),
  identifier: z.string().max(200).optional().describe('Licence identifier (证照标识); made here where the source has none'),
  licenceNumber: text(128),
  issuer: z.strictObject({ code: z.string().regex(/^[0-9A-Z]{18}$/), name: text(200) }),
  holders: z.array(holderSchema).min(1).max(50),
  fields: z
    .record(z.string().min(1).max(100), z.string().max(60_000))
    .refine((fields) => Object.keys(fields).length <= MOST_FIELDS, `at most ${MOST_FIELDS}`),
  issueDate: date,
  validFrom: date.optional(),
  validTo: z.union([date, z.literal('long-term')]),
  areaCode: z
    .string()
    .regex(/^\d{6}$/)
    .describe('Area that it belongs to (GB/T 2260)'),
  status: text(40).describe('In the codes of the source'),
  statusText: text(500).optional(),
  statusSince: z.iso.datetime({ offset: true }).optional(),
  statusDocument: text(100).optional().describe('Number of the legal document'),
  file: z
    .strictObject({ name: text(200), sm3: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional()
    .describe('A file that comes with the items, by its name and SM3'),
  trust: z.enum(TRUST_LEVELS).optional(),
});

/** An item in our own words. */
export type CollectedItem = z.infer<typeof collectedItemSchema>;

/** Most items of one call, of one page, of one batch. */
export const MOST_ITEMS = 100;
/** Most items of one batch in a folder. */
export const MOST_BATCH_ITEMS = 10_000;

/** What a source sends; items are read one by one, so that one that is wrong does not keep the others. */
export const pushSchema = z.strictObject({ items: z.array(z.record(z.string(), z.unknown())).min(1).max(MOST_ITEMS) });

/** A page that a source answers with when it is asked; `next` continues it, null at the end. */
export const pullSchema = z.object({
  items: z.array(z.record(z.string(), z.unknown())).max(MOST_ITEMS),
  next: z.string().min(1).max(500).nullable(),
});

/** What lies in a folder beside the files, written last. */
export const manifestSchema = z.strictObject({
  format: z.literal('yinzheng-exchange/1'),
  source: z.string().max(40),
  items: z.strictObject({ name: text(200), sm3: z.string().regex(/^[0-9a-f]{64}$/) }),
  files: z
    .array(z.strictObject({ name: text(200), size: z.number().int().min(1), sm3: z.string().regex(/^[0-9a-f]{64}$/) }))
    .max(MOST_BATCH_ITEMS),
});

/** The file of items in a folder. */
export const batchSchema = z.strictObject({ items: z.array(z.record(z.string(), z.unknown())).min(1).max(MOST_BATCH_ITEMS) });

/** Terms of a source as they are sent. */
export const sourceTermsSchema = z.strictObject({
  ...{ name: text(100), organisation: z.string().regex(/^[0-9A-Z]{18}$/), mode: z.enum(COLLECTING_MODES) },
  types: z.array(z.string().max(21)).min(1).max(500),
  origin: z.enum(['collected', 'digitised']),
  trust: z.enum(TRUST_LEVELS).nullable().default(null),
  mapping: z
    .strictObject({ members: names(40), fields: names(MOST_FIELDS), dates: z.enum(['iso', 'compact']) })
    .default({ members: {}, fields: {}, dates: 'iso' }),
  statuses: text(64).default('yinzheng'),
  files: z.strictObject({ required: z.boolean(), least: z.enum(['passed', 'indeterminate', 'any']) }),
  address: z.string().max(1_000).nullable().default(null),
});
