import { z } from 'zod';
import { localDate } from '../../../base/time.ts';
import { SEAL_KINDS, SEAL_LIFE } from '../../../domain/seal/index.ts';
import { MAX_FILED } from '../../../services/seals/index.ts';
import { creditCode, instant, purposeBody } from '../words.ts';

const state = z.enum(['made', 'in-use', 'suspended', 'cancelled', 'lost', 'compromised', 'replaced']);
const day = z.iso.date().transform(localDate);
const number = z.number().int().min(1).max(10_000);
const steps = Object.keys(SEAL_LIFE) as [keyof typeof SEAL_LIFE, ...(keyof typeof SEAL_LIFE)[]];

/** A seal as systems tell each other of it. */
export const filedSealSchema = z
  .strictObject({
    code: z.string().max(64).describe('Seal code (esID)'),
    name: z.string().max(200),
    owner: creditCode.max(18),
    ownerName: z.string().max(200),
    kind: z.enum(SEAL_KINDS),
    versions: z
      .array(
        z.strictObject({
          ...{ number, state, validFrom: instant, validTo: instant },
          digest: z.string().max(64).describe('SM3 of the SESeal, hexadecimal'),
          seal: z.string().max(400_000).describe('SESeal (GB/T 38540), DER in Base64'),
        }),
      )
      .max(100),
    filings: z
      .array(
        z.strictObject({
          ...{ number, step: z.enum(steps), version: number, from: state, to: state, since: instant, at: instant },
          ...{ cause: z.string().max(500), caseNumber: z.string().max(100).nullable() },
        }),
      )
      .max(1_000),
  })
  .meta({ id: 'FiledSeal', description: 'All versions of a seal and all that was filed of it (备案)' });

export const filingQuery = z.object({
  from: day.describe('First day'),
  to: day.describe('Last day'),
  cursor: z.string().min(1).max(80).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_FILED).default(MAX_FILED),
});

export const filingList = z.object({
  source: z.string().describe('Identity of this system'),
  items: z.array(filedSealSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const filingBody = z
  .strictObject({
    source: z.string().trim().min(1).max(128).describe('Identity of the system that tells of them, as its list says'),
    seals: z.array(filedSealSchema).min(1).max(MAX_FILED),
    purpose: purposeBody,
  })
  .meta({ id: 'SealFilings' });

export const importedList = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      outcome: z.enum(['entered', 'updated', 'unchanged', 'refused']),
      reason: z.object({ en: z.string(), zh: z.string() }).nullable(),
    }),
  ),
});
