import { z } from 'zod';
import { MOST_STEPS } from '../../../domain/countersigning/index.ts';
import { approvalId, sealCode } from '../stamps/schema.ts';
import { creditCode, instant, instantInput, purposeBody } from '../words.ts';
import { placeBody } from './place.ts';

const text = (most: number) => z.string().trim().min(1).max(most);
const STATES = ['draft', 'open', 'completed', 'refused', 'withdrawn', 'expired'] as const;

export const planBody = z
  .strictObject({
    title: text(200).describe('What the document is'),
    purpose: purposeBody,
    expiresAt: instantInput.optional().describe('Until when it has to be done; 30 days from now when absent, 180 at most'),
    steps: z
      .array(
        z.strictObject({
          rank: z
            .number()
            .int()
            .min(1)
            .max(MOST_STEPS)
            .describe('Order: all of a rank come before the next, in any order among themselves'),
          organisation: creditCode.min(1).max(18),
          seal: sealCode,
          place: placeBody,
          dueAt: instantInput.optional().describe('Until when the step has to be taken; the end of the plan when absent'),
        }),
      )
      .min(1)
      .max(MOST_STEPS),
  })
  .meta({ id: 'NewCountersigningPlan' });

const digest = z.string().describe('SM3, hexadecimal');

export const planSchema = z
  .object({
    id: z.string(),
    state: z.enum(STATES).describe('refused: a party refused; expired: not done in time'),
    title: z.string(),
    purpose: z.object({ item: z.string(), cause: z.string(), caseNumber: z.string().nullable() }),
    organisation: creditCode.describe('Organisation that began it'),
    beganBy: z.string().describe('Account, or id of the key of a system'),
    waitingFor: z.array(creditCode).describe('Organisations whose turn it is'),
    heldUntil: instant.nullable().describe('Until when a party has the document in hand'),
    documentDigest: digest.nullable().describe('SM3 of the document as it came; null before'),
    currentDigest: digest.nullable().describe('SM3 of the document as the next party gets it: what an approval is asked for'),
    documentKept: z.boolean(),
    reason: z.string().nullable().describe('Why it was withdrawn'),
    ...{ createdAt: instant, openedAt: instant.nullable(), endedAt: instant.nullable(), expiresAt: instant },
    keptUntil: instant.nullable().describe('When its document is forgotten; null until it is over'),
    steps: z.array(
      z.object({
        number: z.number().int(),
        ...{ rank: z.number().int(), organisation: creditCode, seal: z.string(), dueAt: instant },
        state: z.enum(['waiting', 'done', 'refused']),
        inTurn: z.boolean(),
        by: z.string().nullable().describe('Account, or id of the key of a system'),
        at: instant.nullable(),
        reason: z.string().nullable().describe('Why it was refused'),
        result: z
          .object({
            order: z.number().int().describe('Number of its seal on the document, from 1'),
            stamping: z.string().describe('Id in the log of stampings'),
            digestBefore: digest,
            digestAfter: digest,
            size: z.number().int().describe('Of the document with it, bytes'),
            evidence: z.enum(['SES', 'SES-T', 'SES-LT']),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'CountersigningPlan' });

export const planList = z
  .object({
    items: z.array(planSchema).describe('Fewer than asked for where a filter leaves many out'),
    next: z.string().nullable().describe('cursor of the next page; null at the end'),
  })
  .meta({ id: 'CountersigningPlanList' });

export const planParams = z.object({ plan: z.string().max(64).describe('Id of the plan') });
export const stepParams = planParams.extend({
  step: z.coerce.number().int().min(1).max(MOST_STEPS).describe('Number of the step, from 1'),
});

export const planQuery = z.object({
  of: z
    .enum(['waiting', 'all'])
    .default('all')
    .describe('waiting: those in which it is the turn of the caller’s organisation (待办); all: those it began or is a party of'),
  state: z.enum(STATES).optional(),
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const documentQuery = z.object({
  seals: z
    .string()
    .regex(/^\d{1,2}$/)
    .transform(Number)
    .meta({
      type: 'integer',
      minimum: 0,
      maximum: MOST_STEPS,
      description: 'After so many seals; all that are there when absent',
    })
    .optional(),
});

export const takeQuery = z.object({
  approval: approvalId,
  signer: z
    .enum(['custody', 'client'])
    .default('custody')
    .describe('client: the key of the seal is with its holder, who signs what is prepared'),
});

export const reasonBody = z.strictObject({ reason: text(500) });
