import { z } from 'zod';
import { creditCode, instant } from '../words.ts';

export const sealSchema = z
  .object({
    code: z.string().describe('esID'),
    name: z.string(),
    owner: creditCode,
    kind: z.string(),
    width: z.number().describe('mm'),
    height: z.number().describe('mm'),
    demonstration: z.boolean(),
    versions: z.array(
      z.object({
        number: z.number().int(),
        state: z.string(),
        signer: z.enum(['custody', 'client']).describe('Who has its key: this service, or its holder'),
        validFrom: instant,
        validTo: instant,
        digest: z.string().describe('SM3 of the SESeal, hexadecimal'),
      }),
    ),
  })
  .meta({ id: 'Seal' });

export const sealList = z.object({ items: z.array(sealSchema) });
