import { z } from 'zod';
import { RSA_PADDINGS } from '../../../pki/index.ts';
import { creditCode, instant } from '../words.ts';

const keyId = z.string().min(1).max(64).describe('Id of the key in custody (yinzheng key list)');

export const signatureKeySchema = z
  .object({
    key: keyId,
    organisation: creditCode,
    algorithm: z.enum(['sm2', 'ecdsa-p256', 'rsa']).describe('sm2 signs gm-cms, the others pades and pkcs7'),
    padding: z
      .enum(RSA_PADDINGS)
      .optional()
      .describe('How an RSA key signs: pkcs1 (PKCS #1 v1.5) or pss (RSASSA-PSS); absent for other keys'),
    since: instant.describe('When it was assigned'),
    certificate: z
      .object({
        subject: z.string(),
        issuer: z.string(),
        notBefore: instant,
        notAfter: instant,
      })
      .nullable()
      .describe('null: custody has the key no more'),
  })
  .meta({ id: 'SignatureKey' });

export const signatureKeyList = z.object({ items: z.array(signatureKeySchema) });

export const signatureKeysQuery = z.object({
  organisation: creditCode.max(18).optional().describe('Keys of this organisation only; who may see all sees all when absent'),
});

export const assignmentBody = z
  .strictObject({
    ...{ key: keyId, organisation: creditCode.min(1).max(18) },
    padding: z.enum(RSA_PADDINGS).optional().describe('How an RSA key is to sign; when absent as before, pkcs1 the first time'),
  })
  .meta({ id: 'SignatureKeyAssignment' });

export const signatureKeyParams = z.object({ key: keyId });
