import { STATUS_EVENTS } from '../../../domain/licence/index.ts';
import { z } from 'zod';
import { CERTIFYING_FORMS } from '../../../domain/signature/index.ts';
import { creditCode } from '../words.ts';

const years = z.number().int();

const validity = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('term'), years, months: z.number().int() }),
    z.object({ kind: z.literal('long-term') }),
    z.object({ kind: z.literal('stated'), longestYears: years.nullable() }),
  ])
  .describe('Validity when a request names no last day: a term, long-term, or to be stated in the request');

export const licenceTypeSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    version: z.number().int(),
    definer: z.string().describe('Defining body (定义机构); empty where it was recorded before that was kept'),
    owner: creditCode.describe('Organisation that keeps it'),
    origin: z.enum(['issued', 'collected']).describe('Issued here, or only collected from the system that makes it'),
    state: z.enum(['published', 'changed', 'draft', 'submitted', 'discarded', 'withdrawn']),
    fields: z.array(
      z.object({
        name: z.string(),
        label: z.string(),
        required: z.boolean(),
        maxLength: z.number().int().describe('characters'),
      }),
    ),
    validity,
    approvedActs: z
      .array(z.enum(STATUS_EVENTS))
      .describe('Acts on the status of its licences that a second person has to approve'),
    certifyAs: z
      .enum(CERTIFYING_FORMS)
      .nullable()
      .describe(
        'Form in which an RSA or P-256 key certifies its licences before their seal, for readers without SM2; null: the seal alone',
      ),
    twoPersons: z.boolean().describe('Whether its licences are made as drafts by one person and issued by another'),
    issuable: z.boolean().describe('Whether the caller’s organisation may issue it'),
    demonstration: z.boolean(),
  })
  .meta({ id: 'LicenceType' });

export const licenceTypeList = z.object({ items: z.array(licenceTypeSchema) });

export const licenceTypeParams = z.object({ code: z.string().max(40) });
