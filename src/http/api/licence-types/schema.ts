import { z } from 'zod';
import { CERTIFYING_FORMS } from '../../../domain/signature/index.ts';

export const licenceTypeSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    version: z.number().int(),
    fields: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        required: z.boolean(),
        maxLength: z.number().int().describe('characters'),
      }),
    ),
    validYears: z.number().nullable().describe('Years of validity when a request names no last day; null: long-term'),
    certifyAs: z
      .enum(CERTIFYING_FORMS)
      .nullable()
      .describe(
        'Form in which an RSA or P-256 key certifies its licences before their seal, for readers without SM2; null: the seal alone',
      ),
    issuable: z.boolean().describe('Whether the caller’s organisation may issue it'),
    demonstration: z.boolean(),
  })
  .meta({ id: 'LicenceType' });

export const licenceTypeList = z.object({ items: z.array(licenceTypeSchema) });

export const licenceTypeParams = z.object({ code: z.string().max(40) });
