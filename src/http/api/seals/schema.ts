import { z } from 'zod';
import { SEAL_KINDS, SEAL_LIFE } from '../../../domain/seal/index.ts';
import { MAX_SEALS } from '../../../services/seals/index.ts';
import { confirmationBody } from '../seal-grants/schema.ts';
import { creditCode, instant, instantInput, purposeBody } from '../words.ts';

const state = z
  .enum(['made', 'in-use', 'suspended', 'cancelled', 'lost', 'compromised', 'replaced', 'expired'])
  .describe('已制作、启用、停用、注销、遗失、失控、已更换、过期');

export const sealSchema = z
  .object({
    code: z.string().describe('esID'),
    name: z.string(),
    owner: creditCode,
    kind: z.enum(SEAL_KINDS),
    width: z.number().describe('mm'),
    height: z.number().describe('mm'),
    demonstration: z.boolean(),
    versions: z.array(
      z.object({
        number: z.number().int(),
        state,
        signer: z.enum(['custody', 'client']).describe('Who has its key: this service, or its holder'),
        validFrom: instant,
        validTo: instant,
        digest: z.string().describe('SM3 of the SESeal, hexadecimal'),
      }),
    ),
  })
  .meta({ id: 'Seal' });

/** A seal with what was filed of it. */
export const sealLifeSchema = sealSchema
  .extend({
    filings: z.array(
      z.object({
        number: z.number().int(),
        step: z.enum(Object.keys(SEAL_LIFE)),
        version: z.number().int(),
        from: state,
        to: state,
        since: instant,
        at: instant,
        organisation: creditCode.nullable().describe('Whose account did it; null: none'),
        cause: z.string(),
        caseNumber: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'SealLife', description: 'A seal and what was filed of it (备案).' });

export const sealList = z.object({
  items: z.array(sealSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const sealQuery = z.object({
  cursor: z.string().min(1).max(80).optional(),
  limit: z.coerce.number().int().min(1).max(MAX_SEALS).default(100),
});

export const sealParams = z.object({ code: z.string().max(64).describe('Seal code (esID)') });

export const sealStepBody = z
  .strictObject({ since: instantInput.optional().describe('Since when it is so; now when absent'), purpose: purposeBody })
  .meta({ id: 'SealStep' });

export const sealResumptionBody = sealStepBody.extend({ code: confirmationBody.shape.code }).meta({ id: 'SealResumptionStep' });
