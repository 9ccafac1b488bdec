import { z } from 'zod';
import { DRAFT_STATES } from '../../../domain/licence/index.ts';
import { editionRequestSchema, holderSchema, issueRequestSchema } from '../../../services/licences/index.ts';
import { creditCode, instant } from '../words.ts';

const issue = z.strictObject({ kind: z.literal('issue'), request: issueRequestSchema });
const edition = z.strictObject({
  kind: z.literal('edition'),
  request: editionRequestSchema.extend({ identifier: z.string().max(200) }),
});

export const draftBody = z
  .discriminatedUnion('kind', [issue, edition])
  .meta({ id: 'LicenceDraftOrder', description: 'What is to be issued: a licence, or the next edition of one' });

export const draftParams = z.object({ draft: z.string().regex(/^[0-9a-f]{32}$/) });

export const returnBody = z
  .strictObject({ note: z.string().trim().min(1).max(500).describe('What is wrong with it') })
  .meta({ id: 'LicenceDraftReturn' });

export const draftQuery = z.object({
  state: z.enum(DRAFT_STATES).default('waiting'),
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

const step = z.enum(['make', 'change', 'return', 'issue', 'withdraw']);
const summary = {
  id: z.string(),
  organisation: creditCode,
  typeCode: z.string(),
  typeName: z.string(),
  kind: z.enum(['issue', 'edition']).nullable().describe('Null once it is issued or erased'),
  state: z.enum(DRAFT_STATES),
  makers: z.array(z.string()).describe('Accounts that made or changed it'),
  steps: z.array(z.object({ step, by: z.string(), at: instant, note: z.string().nullable() })),
  possibleSteps: z.array(z.enum(['change', 'return', 'issue', 'withdraw'])),
  licence: z.string().nullable().describe('Identifier of what was issued from it'),
  demonstration: z.boolean(),
};

export const draftSummarySchema = z
  .object({ ...summary, holdersMasked: z.array(z.string()) })
  .meta({ id: 'LicenceDraftSummary' });

export const draftSchema = z
  .object({
    ...summary,
    holders: z.array(holderSchema),
    request: z.record(z.string(), z.unknown()).nullable().describe('As it was asked for; null once it is issued or erased'),
  })
  .meta({ id: 'LicenceDraft' });

export const draftList = z.object({
  items: z.array(draftSummarySchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});
