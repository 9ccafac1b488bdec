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

export const organisationList = z.object({
  items: z.array(organisationSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const organisationQuery = z.object({
  cursor: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
