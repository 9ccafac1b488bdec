import { z } from 'zod';
import { VERSION_STATES } from '../../../domain/catalogue/index.ts';
import { CATALOGUE_KINDS, catalogueFileSchema, contentSchemas } from '../../../services/catalogue/index.ts';
import { creditCode, instant, purposeBody } from '../words.ts';

const kind = z.enum(CATALOGUE_KINDS).describe('证照类型、分级补充、数据字典');
const owner = z
  .string()
  .regex(/^[0-9A-Z]{18}$/)
  .nullable()
  .default(null)
  .describe('Organisation that is to keep what is new; null: the caller’s own');

export const kindParams = z.object({ kind });
export const entryParams = kindParams.extend({
  id: z.string().max(80).describe('Code; of an addition the code of the type and of the body, with a point between'),
});

const step = z.object({
  step: z.string(),
  organisation: creditCode.nullable(),
  at: instant,
  note: z.string().nullable(),
});

export const entrySummarySchema = z.object({
  ...{ id: z.string(), kind, owner: creditCode, demonstration: z.boolean() },
  withdrawal: z.enum(['asked', 'decided']).nullable().describe('Whether it is used no more (停用)'),
  versions: z.array(
    z.object({ number: z.number().int(), state: z.enum(VERSION_STATES), publishedAt: instant.nullable(), steps: z.array(step) }),
  ),
});

export const entrySchema = entrySummarySchema
  .extend({
    contents: z
      .array(z.object({ number: z.number().int(), content: z.unknown() }))
      .describe('What each version says; faces by their digests'),
  })
  .meta({ id: 'CatalogueEntry' });

export const entryList = z.object({ items: z.array(entrySummarySchema) });

/** The contents are of the kind in the path, by whose schema they are read. */
export const draftBody = z.strictObject({ owner, content: z.unknown(), purpose: purposeBody }).meta({ id: 'CatalogueDraft' });

/** Reads the content of a draft by its kind. */
export const contentOf = (of: (typeof CATALOGUE_KINDS)[number]) => z.object({ content: contentSchemas[of] });

export const stepBody = z.strictObject({ purpose: purposeBody });
export const withdrawalBody = z.strictObject({
  documentNumber: z.string().trim().min(1).max(100).describe('Number of the document that it rests on (依据文号)'),
  purpose: purposeBody,
});

export const fileQuery = z.object({
  code: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .transform((given) => (given === undefined ? [] : typeof given === 'string' ? [given] : given).slice(0, 100))
    .describe('Codes of types; none: all'),
});

export const importBody = z.strictObject({ owner, file: catalogueFileSchema, purpose: purposeBody });

export const importSchema = z.object({
  items: z.array(
    z.object({
      ...{ kind, id: z.string(), outcome: z.enum(['drafted', 'unchanged', 'refused']), version: z.number().int().nullable() },
      error: z.object({ code: z.string(), en: z.string(), zh: z.string() }).nullable(),
    }),
  ),
});

export const previewParams = z.object({ id: z.string().max(80) });

export const previewQuery = z.object({
  version: z.coerce.number().int().min(1).max(1_000_000).optional(),
  template: z.string().max(60).optional().describe('Name of a face of the version; the first when absent'),
});
