import { z } from 'zod';
import { PAGE_LIST, readPageChoice, STRADDLE_GROUP, type Placement } from '../../../documents/index.ts';
import { CERTIFYING_FORMS } from '../../../domain/signature/index.ts';
import { instant, purposeQuery } from '../words.ts';

const FURTHEST = 5000;
const LONGEST_KEYWORD = 100;

/** A length as a query has it; `z.coerce` would take none for NaN, and describe it as one that may be left out. */
const millimetres = (description: string, least = 0) =>
  z
    .string()
    .transform((text, context) => {
      const length = text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(length)) context.addIssue({ code: 'custom', params: { en: 'must be a number', zh: '须为数字' } });
      return length;
    })
    .pipe(z.number().min(least).max(FURTHEST))
    .meta({ type: 'number', minimum: least, maximum: FURTHEST, description });

/** What says where a seal is wanted. */
export const placeFields = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  x: millimetres('mm from the left edge of the page to the centre of the seal; with y, and without keyword').optional(),
  y: millimetres('mm from the upper edge of the page to the centre of the seal').optional(),
  keyword: z
    .string()
    .max(LONGEST_KEYWORD)
    .regex(/\S/)
    .optional()
    .describe('Text of the document whose middle the seal is put on, in place of page, x and y (关键字定位)'),
  field: z
    .string()
    .min(1)
    .max(LONGEST_KEYWORD)
    .optional()
    .describe(
      'Full name of a field of the document’s form in whose middle the seal is put, in place of page, x and y (模板定位); the field stays as it is',
    ),
  occurrence: z
    .string()
    .regex(/^(?:[1-9]\d{0,5}|last|every)$/)
    .default('1')
    .describe('Which occurrence of the keyword: from 1 in the order of reading, last, or every, all under one signature'),
  pages: z
    .string()
    .regex(PAGE_LIST)
    .transform((text) => readPageChoice(text))
    .optional()
    .meta({ type: 'string', pattern: PAGE_LIST.source })
    .describe('Several pages under one signature, in place of page: all, or numbers and ranges such as 1,3-5'),
  edge: z
    .enum(['left', 'right', 'top', 'bottom'])
    .optional()
    .describe('A straddling seal (骑缝章): strips of it over this edge of all pages or of those in pages'),
  at: millimetres('Centre of a straddling seal, mm from the upper or left end of the edge; the middle when absent').optional(),
  group: z.coerce
    .number()
    .int()
    .min(STRADDLE_GROUP.least)
    .max(STRADDLE_GROUP.most)
    .default(20)
    .describe('Pages that share one straddling seal at most'),
  dx: millimetres('mm to the right from the middle of the keyword to the centre of the seal', -FURTHEST).default(0),
  dy: millimetres('mm downwards from the middle of the keyword to the centre of the seal', -FURTHEST).default(0),
};

export const sealCode = z.string().min(1).max(64).describe('Seal code (esID)');

export const stampFields = purposeQuery.extend({ seal: sealCode, ...placeFields });

type PlaceKey = 'page' | 'x' | 'y' | 'keyword' | 'field' | 'occurrence' | 'dx' | 'dy' | 'pages' | 'edge' | 'at' | 'group';
type Place = Pick<z.infer<typeof stampFields>, PlaceKey>;

/** Either x and y, a keyword or an edge say where. */
export function requirePlace({ x, y, keyword, field, pages, edge }: Partial<Place>, context: z.core.$RefinementCtx): void {
  const complain = (path: string, en: string, zh: string): void =>
    context.addIssue({ code: 'custom', path: [path], params: { en, zh } });
  if (keyword !== undefined && (x !== undefined || y !== undefined))
    complain('keyword', 'must not be given along with x and y', '不能与 x、y 同时给出');
  if (edge !== undefined && (keyword !== undefined || x !== undefined || y !== undefined))
    complain('edge', 'must not be given along with x, y or keyword', '不能与 x、y 或 keyword 同时给出');
  if (pages !== undefined && keyword !== undefined)
    complain('pages', 'must not be given along with keyword', '不能与 keyword 同时给出');
  if (field !== undefined && [x, y, keyword, pages, edge].some((other) => other !== undefined))
    complain('field', 'must not be given along with x, y, keyword, pages or edge', '不能与 x、y、keyword、pages、edge 同时给出');
  if (keyword !== undefined || edge !== undefined || field !== undefined) return;
  if (x === undefined) complain('x', 'is missing, and so is keyword', '缺少 x，也没有 keyword');
  if (y === undefined) complain('y', 'is missing, and so is keyword', '缺少 y，也没有 keyword');
}

/** A use of a seal: which, where, what for. */
export const stampQuery = stampFields.superRefine(requirePlace);

/** Where a seal would stand; what it is for does not matter yet. */
export const previewQuery = z
  .object({
    seal: sealCode,
    ...placeFields,
    show: z
      .string()
      .regex(PAGE_LIST)
      .transform((text) => readPageChoice(text))
      .optional()
      .meta({ type: 'string', pattern: PAGE_LIST.source })
      .describe('Pages of the picture; those with the seal when absent'),
  })
  .superRefine(requirePlace);

/** Where a query wants the seal. */
export function placementOf(place: Place): Placement {
  const { page, x = 0, y = 0, keyword, field, occurrence, dx, dy, pages, edge, at, group } = place;
  if (field !== undefined) return { field, dx, dy };
  if (edge !== undefined) return { edge, pages: pages ?? 'all', group, ...(at !== undefined && { at }) };
  if (keyword === undefined) return pages === undefined ? { page, x, y } : { pages, x, y };
  return { keyword, occurrence: occurrence === 'last' || occurrence === 'every' ? occurrence : Number(occurrence), dx, dy };
}

export const approvalId = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe('Id of the approval of this use (用章审批), where the grant of the seal asks for one');

export const certifyAs = z
  .enum(CERTIFYING_FORMS)
  .optional()
  .describe(
    'Two algorithms: the organisation’s RSA or P-256 key certifies the document in this form, for readers without SM2, and the seal follows ' +
      'and locks it, whoever signs it and in how many places it shows; on a document without signatures',
  );

export const stampsQuery = stampFields
  .extend({
    approval: approvalId,
    signer: z
      .enum(['custody', 'client'])
      .default('custody')
      .describe('Who signs: this service with a key in its custody, or the caller with a key of his own, in a UKey for instance'),
    certifyAs,
  })
  .superRefine(requirePlace);

export const stampParams = z.object({ id: z.string().max(64).describe('Id of the stamping record') });

/** Longest signature in Base64: 72 bytes of DER. */
const LONGEST_SIGNATURE = 96;

export const signatureBody = z
  .strictObject({
    signature: z
      .base64()
      .min(1)
      .max(LONGEST_SIGNATURE)
      .describe('Base64 of DER SEQUENCE {r, s} (GB/T 35276), or of r‖s, 64 bytes'),
  })
  .meta({ id: 'StampSignature' });

export const preparedStampSchema = z
  .object({
    id: z.string(),
    tbs: z.string().describe('Base64 of TBS_Sign (GB/T 38540-2020), DER: the message M that is to be signed'),
    algorithm: z.object({
      name: z.literal('SM2 with SM3'),
      oid: z.literal('1.2.156.10197.1.501'),
      userId: z.string().describe('User ID that Z is computed with, ASCII (GB/T 35276)'),
    }),
    digest: z
      .string()
      .describe(
        'SM3(Z‖M), hexadecimal, for devices that are given a digest; who can computes it himself, from tbs and certificate',
      ),
    certificate: z.string().describe('Base64 of the certificate whose key signs, DER; the seal lists it'),
    signing: z
      .string()
      .optional()
      .describe('Record of the certification that was made before the seal; absent without certifyAs'),
    documentDigest: z.string().describe('SM3 of the document as it was received, hexadecimal'),
    signingTime: instant.describe('The time of sealing that the signature claims'),
    expiresAt: instant.describe('Until when the signature is awaited'),
  })
  .meta({ id: 'PreparedStamp' });
