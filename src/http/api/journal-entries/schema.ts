import { z } from 'zod';
import { creditCode, instant } from '../words.ts';

export const entrySchema = z
  .object({
    sequence: z.number().int().describe('Number of the entry, without gaps'),
    kind: z.string().describe('What happened'),
    subject: z.string().describe('What it is about: collection/id'),
    ...{ effectiveAt: instant, recordedAt: instant },
    actor: z.object({
      person: z.string().nullable().describe('Account, or pseudonym of a holder'),
      organisation: creditCode.nullable(),
      capacity: z.string(),
      client: z.string(),
    }),
    purpose: z.object({ item: z.string(), cause: z.string(), caseNumber: z.string().nullable() }).nullable(),
    facts: z.record(z.string(), z.unknown()).describe('Ids, digests and codes; never names or numbers of holders'),
    hash: z.string().describe('SM3 by which the next entry is chained to it, hexadecimal'),
  })
  .meta({ id: 'JournalEntry' });

export const entryList = z
  .object({
    items: z.array(entrySchema).describe('The last first; fewer than asked for where a filter or the scope leaves many out'),
    next: z.string().nullable().describe('cursor of the next page; null at the beginning of the journal'),
  })
  .meta({ id: 'JournalEntryList' });

const text = (most: number) => z.string().trim().min(1).max(most).optional();

export const entryQuery = z.object({
  kind: text(64),
  subject: text(200).describe('collection/id'),
  by: text(64).describe('Account, or id of a system, that acted'),
  cursor: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
