import { z } from 'zod';
import { PAGE_LIST, readPageChoice } from '../../../documents/index.ts';
import { CERTIFYING_FORMS } from '../../../domain/signature/index.ts';
import { instant, purposeQuery } from '../words.ts';
import { placeFields, requirePlace } from './place.ts';

export const sealCode = z.string().min(1).max(64).describe('Seal code (esID)');

export const stampFields = purposeQuery.extend({ seal: sealCode, ...placeFields });

/** A use of a seal: which, where, what for. */
export const stampQuery = stampFields.superRefine(requirePlace);

/** Where a seal would stand; what it is for does not matter yet. */
export const previewQuery = z
  .object({
    seal: sealCode,
    ...placeFields,
    show: z
      .string()
      .regex(PAGE_LIST)
      .transform((text) => readPageChoice(text))
      .optional()
      .meta({ type: 'string', pattern: PAGE_LIST.source })
      .describe('Pages of the picture; those with the seal when absent'),
  })
  .superRefine(requirePlace);

export const approvalId = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe('Id of the approval of this use (用章审批), where the grant of the seal asks for one');

export const certifyAs = z
  .enum(CERTIFYING_FORMS)
  .optional()
  .describe(
    'Two algorithms: the organisation’s RSA or P-256 key certifies the document in this form, for readers without SM2, and the seal follows ' +
      'and locks it, whoever signs it and in how many places it shows; on a document without signatures',
  );

export const stampsQuery = stampFields
  .extend({
    approval: approvalId,
    signer: z
      .enum(['custody', 'client'])
      .default('custody')
      .describe('Who signs: this service with a key in its custody, or the caller with a key of his own, in a UKey for instance'),
    certifyAs,
  })
  .superRefine(requirePlace);

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
