import { z } from 'zod';
import { SIGNATURE_FORMS } from '../../../domain/signature/index.ts';
import { creditCode, purposeQuery } from '../words.ts';

/** A signature without a seal: in which form, whether it certifies, what for. */
export const signaturesQuery = purposeQuery.extend({
  form: z
    .enum(SIGNATURE_FORMS)
    .describe(
      'pades: PAdES (ETSI EN 319 142) by an RSA or P-256 key, verified by readers abroad; pkcs7: the same for older readers; gm-cms: GM CMS by an SM2 key',
    ),
  certify: z
    .enum(['none', 'signing', 'no-changes'])
    .default('none')
    .describe(
      'Whether the signature certifies the document (DocMDP): signing allows only filling in fields and further signatures (P 2), no-changes nothing (P 1)',
    ),
  reason: z.string().trim().min(1).max(200).optional().describe('Reason that the signature states for every reader'),
  organisation: creditCode.max(18).optional().describe('Organisation that signs; the caller’s when absent'),
  key: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Id of the key, where the organisation has several; the one assigned last when absent'),
});
