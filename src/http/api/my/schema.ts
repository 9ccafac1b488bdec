import { z } from 'zod';
import { ASKED_STATES } from '../../../domain/holder/index.ts';
import { HOLDER_CODE_TYPES } from '../../../domain/licence/index.ts';
import { instant } from '../words.ts';

const text = (limit: number) => z.string().trim().min(1).max(limit);
const recordId = z.string().regex(/^[0-9a-f]{32}$/);

/** For whom something is done. */
export const onBehalfQuery = z.object({
  onBehalfOf: recordId.optional().describe('Id of whom the caller acts for; the caller himself when absent'),
});

export const myLicencesQuery = onBehalfQuery.extend({
  cursor: recordId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const linkParams = z.object({ link: z.string().max(64) });

export const proofBody = z
  .strictObject({
    document: text(100).describe('What it is: a passport, a certificate of another number'),
    number: text(60).describe('Its number'),
    issuer: text(100).describe('Who issued it'),
  })
  .meta({ id: 'Proof', description: 'Document that is shown at a counter (证明材料)' });

export const linkBody = z
  .strictObject({
    codeType: z.enum(HOLDER_CODE_TYPES).describe('Kind of the number (GB/T 36903 Annex A)'),
    code: text(40),
    name: text(200).describe('Name that licences have with it'),
    from: z.iso.date().optional().describe('First day on which it was the holder’s; since ever when absent'),
    to: z.iso.date().optional().describe('Last day; long-term when absent'),
    proof: proofBody,
  })
  .meta({ id: 'IdentifierLinkRequest' });

const period = { from: z.iso.date().nullable(), to: z.string().describe('Last day, or long-term') };

export const linkSchema = z
  .object({
    id: z.string(),
    codeType: z.enum(HOLDER_CODE_TYPES),
    codeMasked: z.string(),
    nameMasked: z.string(),
    ...period,
    state: z.enum(ASKED_STATES),
    steps: z.array(z.object({ step: z.enum(['ask', 'accept', 'refuse', 'end']), at: instant, note: z.string().nullable() })),
  })
  .meta({ id: 'IdentifierLink' });

export const numbersSchema = z
  .object({
    numbers: z.array(
      z.object({
        codeType: z.enum(HOLDER_CODE_TYPES),
        codeMasked: z.string(),
        ...period,
        basis: z
          .enum(['proved', 'derived', 'linked'])
          .describe('By the identity provider; as it was written before; by a document'),
      }),
    ),
    links: z.array(linkSchema),
  })
  .meta({ id: 'MyNumbers', description: 'Numbers by which licences are the holder’s, and what he asked to be linked' });
