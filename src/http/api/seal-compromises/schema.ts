import { z } from 'zod';
import { EVIDENCE_LEVELS } from '../../../domain/licence/index.ts';
import { creditCode, instant, instantInput, purposeQuery } from '../words.ts';

const purpose = z.strictObject(purposeQuery.shape).describe('What it is done for; recorded in the journal');
const evidence = z
  .enum(EVIDENCE_LEVELS)
  .nullable()
  .describe('SES: nothing proves the time but what the seal claims; SES-T, SES-LT: a time stamp does');

export const compromiseParams = z.object({ code: z.string().max(64) });

export const compromiseBody = z
  .strictObject({ since: instantInput.describe('Since when the key is suspected to be in other hands'), purpose })
  .meta({ id: 'NewSealCompromise' });

export const resealBody = z
  .strictObject({ seal: z.string().min(1).max(64).describe('Another seal of the same owner'), purpose })
  .meta({ id: 'ResealOrder' });

export const compromiseSchema = z
  .object({
    ...{ seal: z.string(), owner: creditCode, since: instant, reportedAt: instant, by: z.string() },
    revoked: z.array(z.string()).describe('SM3 of the certificates that were revoked for it'),
    notOurs: z.array(z.string()).describe('SM3 of those that another CA has to revoke'),
    noting: z.object({ documents: z.number().int(), holders: z.number().int(), done: z.boolean() }),
    reseal: z
      .object({ seal: z.string(), resealed: z.number().int(), failed: z.array(z.string()), done: z.boolean() })
      .nullable()
      .describe('Licences being sealed again; ids of those that could not be'),
  })
  .meta({ id: 'SealCompromise' });

export const compromisePageQuery = z.object({
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});

export const compromisedQuery = compromisePageQuery.extend({
  since: instantInput.optional().describe('Since then; since the reported date when absent'),
});

export const compromisedList = z.object({
  items: z.array(
    z.object({
      ...{ stamping: z.string(), signingTime: instant, stampedAt: instant, digestAfter: z.string().nullable() },
      licence: z.string().nullable().describe('Identifier of the licence; null for another document'),
      evidence,
      recordedAt: instant.nullable().describe('When the register recorded the sealed file: it existed then'),
    }),
  ),
  next: z.string().nullable().describe('cursor of the next page; a page may be empty; null at the end'),
});

export const noticeList = z.object({
  items: z.array(
    z.object({
      ...{ id: z.string(), since: instant, organisation: creditCode, licence: z.string(), holder: z.number().int() },
      ...{ stamping: z.string(), evidence, recordedAt: instant.nullable(), notedAt: instant },
    }),
  ),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});
