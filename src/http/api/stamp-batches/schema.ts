import { z } from 'zod';
import type { Purpose } from '../../../domain/access/index.ts';
import { CERTIFYING_FORMS } from '../../../domain/signature/index.ts';
import { LONGEST_NAME } from '../../../services/stamping/batches/index.ts';
import type { WantedPlace } from '../../../services/stamping/index.ts';
import { namesPlace, placeFields, placementOf, requirePlace } from '../stamps/place.ts';
import { approvalId, certifyAs, sealCode, stampFields } from '../stamps/schema.ts';
import { instant, purposeQuery } from '../words.ts';

/** How every document of a batch is stamped that says nothing else. */
export const newBatchQuery = stampFields
  .extend({
    approval: approvalId,
    certifyAs,
    requireEvidence: z
      .enum(['true', 'false'])
      .default('false')
      .describe('Whether a document fails for which not all evidence (SES-LT) is to be had'),
  })
  .superRefine(requirePlace);

const { item, cause, caseNumber } = purposeQuery.shape;

/** How one document differs from its batch. */
export const addQuery = z
  .object({
    name: z
      .string()
      .min(1)
      .max(LONGEST_NAME)
      .optional()
      .describe('File name of a document that comes raw, or as the only one of a form; unique in the batch'),
    seal: sealCode.optional(),
    ...placeFields,
    // Without a default, so that a page without a point is not passed over.
    page: placeFields.page.unwrap().optional(),
    item: item.optional().describe('With cause: another purpose than that of the batch'),
    cause: cause.optional(),
    caseNumber,
  })
  .superRefine((query, context) => {
    const { page, ...place } = query;
    if (namesPlace(query)) requirePlace(place, context);
    else if (page !== undefined)
      context.addIssue({ code: 'custom', path: ['page'], params: { en: 'goes with x and y', zh: '须与 x、y 同时给出' } });
    if ((query.item === undefined) !== (query.cause === undefined))
      context.addIssue({
        code: 'custom',
        path: [query.item === undefined ? 'item' : 'cause'],
        params: { en: 'item and cause go together', zh: 'item 与 cause 须同时给出' },
      });
    if (query.caseNumber !== undefined && query.item === undefined)
      context.addIssue({
        code: 'custom',
        path: ['caseNumber'],
        params: { en: 'goes with item and cause', zh: '须与 item、cause 同时给出' },
      });
  });

type AddQuery = z.infer<typeof addQuery>;

/** What a query says of one document besides its name; undefined what it leaves to the batch. */
export function ownOrder(query: AddQuery): {
  seal?: string | undefined;
  place?: WantedPlace | undefined;
  purpose?: Purpose | undefined;
} {
  const { seal, item: matter, cause: why, caseNumber: number } = query;
  const purpose =
    matter === undefined || why === undefined ? undefined : { item: matter, cause: why, caseNumber: number ?? null };
  return { seal, place: namesPlace(query) ? placementOf({ ...query, page: query.page ?? 1 }) : undefined, purpose };
}

export const batchParams = z.object({ batch: z.string().max(64).describe('Id of the batch') });
export const documentParams = batchParams.extend({ document: z.string().max(64).describe('Id of the document in the batch') });

const ITEM_STATES = ['waiting', 'working', 'stamped', 'failed'] as const;
export const itemsQuery = z.object({ state: z.enum(ITEM_STATES).optional() });

const failureSchema = z
  .object({ code: z.string(), detailEn: z.string(), detailZh: z.string() })
  .meta({ id: 'StampBatchFailure' });

export const batchSchema = z
  .object({
    id: z.string(),
    state: z
      .enum(['open', 'running', 'stopped', 'cancelled', 'done', 'forgotten'])
      .describe(
        'open takes documents; stopped was ended by a fault of the seal or of the right to use it and goes on when started again; forgotten: its documents are kept no longer',
      ),
    seal: z.string(),
    certifyAs: z.enum(CERTIFYING_FORMS).nullable().describe('Form of the certification before each seal'),
    item: z.string(),
    cause: z.string(),
    caseNumber: z.string().nullable(),
    documents: z.number().int(),
    waiting: z.number().int(),
    working: z.number().int(),
    stamped: z.number().int(),
    failed: z.number().int(),
    bytes: z.number().int().describe('Of its documents together'),
    stop: failureSchema.nullable().describe('What stopped it'),
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    expiresAt: instant.describe('When its documents are forgotten, unless it is running then'),
  })
  .meta({ id: 'StampBatch' });

export const batchListSchema = z.object({ batches: z.array(batchSchema) }).meta({ id: 'StampBatchList' });

export const batchDocumentSchema = z
  .object({
    id: z.string(),
    number: z.number().int().describe('In the order in which they came, from 1'),
    name: z.string(),
    state: z.enum(ITEM_STATES),
    size: z.number().int(),
    documentDigest: z.string().describe('SM3 of the document as it was received, hexadecimal'),
    stamping: z.string().nullable().describe('Id of the stamping record of the last attempt'),
    stampedDigest: z.string().nullable().describe('SM3 of the stamped document, hexadecimal'),
    evidence: z.enum(['SES', 'SES-T', 'SES-LT']).nullable(),
    signing: z.string().nullable().describe('Id of the record of the certification before the seal'),
    failure: failureSchema.nullable(),
  })
  .meta({ id: 'StampBatchDocument' });

export const batchDocumentListSchema = z
  .object({ documents: z.array(batchDocumentSchema) })
  .meta({ id: 'StampBatchDocumentList' });
