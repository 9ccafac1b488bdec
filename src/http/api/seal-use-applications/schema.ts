import { z } from 'zod';
import { creditCode, instant, instantInput, purposeQuery } from '../words.ts';

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SM3 of a document as it will be stamped, hexadecimal');
const id = z.string().min(1).max(64);

export const applicationSchema = z
  .object({
    ...{ id: z.string(), grant: z.string(), seal: z.string(), owner: creditCode },
    state: z.enum(['open', 'approved', 'refused', 'withdrawn']),
    applicant: z.string().describe('Account, or id of the key of a system'),
    applicantOrganisation: creditCode.nullable(),
    digests: z.array(digest),
    purpose: z.object({ item: z.string(), cause: z.string(), caseNumber: z.string() }),
    ...{ requestedAt: instant, expiresAt: instant, approvals: z.number().int().describe('How many have to approve') },
    decisions: z.array(
      z.object({ approver: z.string(), decision: z.enum(['approved', 'refused']), at: instant, reason: z.string().nullable() }),
    ),
  })
  .meta({ id: 'SealUseApplication' });

export const applicationList = z.object({
  items: z.array(applicationSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const applicationQuery = z.object({
  of: z.enum(['mine', 'organisation']).default('mine').describe('The caller’s own, or those of the seals of his organisation'),
  cursor: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const applicationParams = z.object({ application: z.string().max(64) });

export const applicationBody = z
  .strictObject({
    grant: id.describe('Grant of the seal by which it is used'),
    digests: z.array(digest).min(1).max(1_000).describe('One document, or for a grant per batch up to 1,000'),
    expiresAt: instantInput
      .optional()
      .describe('Until when it can be approved and used; a day from now when absent, 30 days at most'),
    purpose: z.strictObject({
      ...purposeQuery.shape,
      caseNumber: z.string().trim().min(1).max(100).describe('Case number (办件编号)'),
    }),
  })
  .meta({ id: 'NewSealUseApplication' });
