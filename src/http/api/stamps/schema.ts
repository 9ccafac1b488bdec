import { z } from 'zod';
import { CERTIFYING_FORMS } from '../../../domain/signature/index.ts';
import { instant, purposeQuery } from '../words.ts';

const FURTHEST = 5000;

/** A length as a query has it; `z.coerce` would take none for NaN, and describe it as one that may be left out. */
const millimetres = (description: string) =>
  z
    .string()
    .transform((text, context) => {
      const length = text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(length)) context.addIssue({ code: 'custom', params: { en: 'must be a number', zh: '须为数字' } });
      return length;
    })
    .pipe(z.number().min(0).max(FURTHEST))
    .meta({ type: 'number', minimum: 0, maximum: FURTHEST, description });

/** A use of a seal: which, where, what for. */
export const stampQuery = purposeQuery.extend({
  seal: z.string().min(1).max(64).describe('Seal code (esID)'),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  x: millimetres('mm from the left edge of the page to the centre of the seal'),
  y: millimetres('mm from the upper edge of the page to the centre of the seal'),
});

export const stampsQuery = stampQuery.extend({
  signer: z
    .enum(['custody', 'client'])
    .default('custody')
    .describe('Who signs: this service with a key in its custody, or the caller with a key of his own, in a UKey for instance'),
  certifyAs: z
    .enum(CERTIFYING_FORMS)
    .optional()
    .describe(
      'Two algorithms: the organisation’s RSA or P-256 key certifies the document in this form, for readers without SM2, and the seal follows ' +
        'and locks it, whoever signs it; on a document without signatures',
    ),
});

export const stampParams = z.object({ id: z.string().max(64).describe('Id of the stamping record') });

/** Longest signature in Base64: 72 bytes of DER. */
const LONGEST_SIGNATURE = 96;

export const signatureBody = z
  .strictObject({
    signature: z
      .base64()
      .min(1)
      .max(LONGEST_SIGNATURE)
      .describe('Base64 of DER SEQUENCE {r, s} (GB/T 35276), or of r‖s, 64 bytes'),
  })
  .meta({ id: 'StampSignature' });

export const preparedStampSchema = z
  .object({
    id: z.string(),
    tbs: z.string().describe('Base64 of TBS_Sign (GB/T 38540-2020), DER: the message M that is to be signed'),
    algorithm: z.object({
      name: z.literal('SM2 with SM3'),
      oid: z.literal('1.2.156.10197.1.501'),
      userId: z.string().describe('User ID that Z is computed with, ASCII (GB/T 35276)'),
    }),
    digest: z
      .string()
      .describe(
        'SM3(Z‖M), hexadecimal, for devices that are given a digest; who can computes it himself, from tbs and certificate',
      ),
    certificate: z.string().describe('Base64 of the certificate whose key signs, DER; the seal lists it'),
    signing: z
      .string()
      .optional()
      .describe('Record of the certification that was made before the seal; absent without certifyAs'),
    documentDigest: z.string().describe('SM3 of the document as it was received, hexadecimal'),
    signingTime: instant.describe('The time of sealing that the signature claims'),
    expiresAt: instant.describe('Until when the signature is awaited'),
  })
  .meta({ id: 'PreparedStamp' });
