import { z } from 'zod';
import { STAMPING_RESULTS } from '../../../services/stamping/log/index.ts';
import { creditCode, instant, instantInput } from '../words.ts';

const result = z
  .enum(STAMPING_RESULTS)
  .describe(
    'refused: by the register or by custody, before the key of the seal was used; prepared: the holder of its key was given something to sign',
  );
const text = (limit: number) => z.string().trim().min(1).max(limit);

export const stampingSchema = z
  .object({
    ...{ id: z.string(), seal: z.string(), sealVersion: z.number().int(), organisation: creditCode, result },
    failure: z.string().nullable().describe('Code of the error'),
    reason: z
      .object({ en: z.string(), zh: z.string() })
      .nullable()
      .describe('Why it was refused or failed, where the code does not say it'),
    subject: z.string().nullable().describe('licences/… where a licence was sealed'),
    plan: z.string().nullable().describe('Plan of countersigning that it belongs to (会签)'),
    planStep: z.number().int().nullable().describe('Number of its step'),
    digestBefore: z.string().nullable().describe('SM3 of the document before and after, hexadecimal'),
    digestAfter: z.string().nullable(),
    places: z
      .array(z.object({ page: z.number().int(), x: z.number(), y: z.number() }))
      .describe('Pages from 1, mm from the upper left corner; none of licences'),
    applicant: z.string().describe('Account, or id of the key of a system'),
    applicantOrganisation: creditCode.nullable(),
    ...{ approvers: z.array(z.string()), grant: z.string().nullable(), approval: z.string().nullable() },
    purpose: z.object({ item: z.string(), cause: z.string(), caseNumber: z.string().nullable() }),
    ...{ signingTime: instant, recordedAt: instant, evidence: z.string().nullable() },
  })
  .meta({ id: 'Stamping' });

export const stampingList = z.object({
  items: z.array(stampingSchema).describe('The last first; fewer than asked for where a filter leaves many out'),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

const filter = {
  seal: text(64).optional().describe('Seal code'),
  organisation: creditCode.max(18).optional().describe('Organisation that owns the seal'),
  applicant: text(64).optional().describe('Account, by id or user name, or id of the key of a system'),
  plan: text(64).optional().describe('Plan of countersigning'),
  caseNumber: text(100).optional().describe('Case number (办件编号)'),
  result: result.optional(),
  from: instantInput.optional().describe('Recorded then or later'),
  to: instantInput.optional().describe('Recorded before then'),
  cursor: z.string().min(1).max(64).optional(),
} as const;

export const stampingQuery = z.object({ ...filter, limit: z.coerce.number().int().min(1).max(200).default(50) });

export const stampingExportQuery = z.object({ ...filter, format: z.enum(['csv', 'json']).default('csv') });

export const stampingParams = z.object({ stamping: z.string().max(64) });
