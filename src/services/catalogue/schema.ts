/** Entries of the catalogue as systems and files send them. */
import { z } from 'zod';
import { FACE_SOURCES, FIELD_TYPES, MASK_LEVELS } from '../../domain/catalogue/index.ts';
import { STATUS_EVENTS } from '../../domain/licence/index.ts';
import { CERTIFYING_FORMS } from '../../domain/signature/index.ts';
import { CATALOGUE_FORMAT } from './exchange.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const name = z
  .string()
  .regex(/^[\p{L}\p{N}_.-]+$/u)
  .max(60);
const code = z.string().regex(/^[0-9A-Z]{18}$/);
const area = z.string().regex(/^\d{6}(?:\d{3}){0,2}$/);
const count = (most: number) => z.number().int().min(0).max(most);

const column = z.strictObject({ name, required: z.boolean(), maxLength: count(500) });
const field = z.strictObject({
  ...{ name, label: text(60), type: z.enum(FIELD_TYPES).optional(), required: z.boolean() },
  maxLength: z.number().int().min(1).max(60_000).describe('Characters; of a picture, of its Base64'),
  ...{ mask: z.enum(MASK_LEVELS), searchable: z.boolean().optional() },
  dictionary: z.string().max(80).optional(),
  ...{ least: z.number().optional(), most: z.number().optional(), decimals: count(9).optional(), unit: text(12).optional() },
  ...{ longTerm: z.boolean().optional(), columns: z.array(column).min(1).max(12).optional(), mostRows: count(100).optional() },
  example: z.string().max(60_000).optional(),
});
const fields = z.array(field).max(100);
const bindings = z.record(name, z.enum(FACE_SOURCES));
const seals = z.record(code, z.string().max(64));
const template = z.strictObject({ name, area: area.nullable(), face: z.unknown().describe('Face template') });
const serviceItems = z.array(z.strictObject({ code: text(40), name: text(100), use: z.enum(['produces', 'requires']) })).max(100);

const type = z.strictObject({
  ...{ name: text(100), definer: z.string().max(100), origin: z.enum(['issued', 'collected']) },
  holders: z.strictObject({ kind: z.enum(['person', 'organisation', 'any']), least: count(50), most: count(50) }),
  fields,
  metadata: z
    .array(
      z.strictObject({
        ...{ element: text(40), label: text(60) },
        from: z.union([z.strictObject({ field: name }), z.strictObject({ source: z.enum(FACE_SOURCES) })]),
      }),
    )
    .max(200),
  ...{ templates: z.array(template).max(50), bindings },
  seal: z.strictObject({ byIssuer: seals, kind: z.enum(['statutory-name', 'special-purpose']).nullable() }),
  validity: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('term'), years: count(100), months: count(11) }),
    z.strictObject({ kind: z.literal('long-term') }),
    z.strictObject({ kind: z.literal('stated'), longestYears: z.number().int().min(1).max(100).nullable() }),
  ]),
  annualReview: z
    .strictObject({ everyMonths: z.number().int().min(1).max(120), noticeDays: count(366), graceDays: count(366) })
    .nullable(),
  issuers: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('organisation'), organisation: code }),
        z.strictObject({ kind: z.literal('place'), area, line: z.string().max(64).nullable() }),
      ]),
    )
    .max(500),
  serviceItems,
  paperSerial: z.strictObject({ field: name, prefix: z.string().max(20), digits: z.number().int().min(1).max(20) }).nullable(),
  evidence: z.enum(['require', 'defer']).optional(),
  certifyAs: z.enum(CERTIFYING_FORMS).optional(),
  twoPersons: z.boolean().optional().describe('Made by one person and issued by another (制证、签发分离)'),
  approvedActs: z.array(z.enum(STATUS_EVENTS)).max(STATUS_EVENTS.length).optional(),
});
const addition = z.strictObject({ fields, templates: z.array(template).max(50), bindings, seals, serviceItems });
const dictionary = z.strictObject({
  ...{ name: text(60), source: text(100).nullable() },
  entries: z
    .array(z.strictObject({ code: text(40), label: text(100), retired: z.boolean().optional() }))
    .min(1)
    .max(5_000),
});

/** The contents of each kind of entry. */
export const contentSchemas = { 'licence-types': type, 'licence-type-additions': addition, dictionaries: dictionary } as const;

const entries = <T extends z.ZodType>(content: T) =>
  z
    .array(z.strictObject({ id: z.string().max(80), content }))
    .max(500)
    .default([]);

/** A file of the catalogue. */
export const catalogueFileSchema = z.strictObject({
  format: z.literal(CATALOGUE_FORMAT),
  dictionaries: entries(dictionary),
  'licence-types': entries(type),
  'licence-type-additions': entries(addition),
});
