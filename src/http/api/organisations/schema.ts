import { z } from 'zod';
import { creditCode } from '../words.ts';

export const organisationSchema = z
  .object({
    code: creditCode,
    name: z.string(),
    bodyClass: z.string(),
    areaCode: z.string().describe('GB/T 2260'),
    demonstration: z.boolean(),
  })
  .meta({ id: 'Organisation' });

export const organisationList = z.object({ items: z.array(organisationSchema) });
