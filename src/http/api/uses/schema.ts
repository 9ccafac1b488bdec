import { z } from 'zod';
import { USE_KINDS } from '../../../domain/use/index.ts';
import { instant } from '../words.ts';

export const useId = z.string().regex(/^[0-9a-f]{12}\d{12}$/);

export const useSchema = z
  .object({
    id: z.string(),
    kind: z.enum(USE_KINDS),
    at: instant,
    user: z.object({
      kind: z.enum(['yourself', 'representative', 'official', 'system', 'public']),
      organisation: z.string().nullable(),
      nameMasked: z.string().nullable().describe('Of an official'),
    }),
    purpose: z.object({ item: z.string(), cause: z.string(), caseNumber: z.string().nullable() }).nullable(),
    licence: z.object({ identifier: z.string(), typeName: z.string() }).nullable(),
    result: z.string().nullable().describe('What came of it: a status, a result, what was read'),
    fields: z.array(z.string()).describe('Face fields that were seen'),
    objections: z.array(z.object({ reason: z.string(), at: instant })).describe('The holder’s own'),
    journal: z.object({ sequence: z.number().int(), hash: z.string() }).describe('Entry of the journal that it is from'),
  })
  .meta({ id: 'LicenceUse', description: 'A use of a licence (用证记录)' });

export const page = z.object({ items: z.array(useSchema), next: z.string().nullable() }).meta({ id: 'LicenceUsePage' });
export const objectionBody = z.strictObject({ reason: z.string().trim().min(1).max(1000) }).meta({ id: 'UseObjection' });
