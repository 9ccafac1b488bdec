import { z } from 'zod';
import { RENEWAL_DIGESTS } from '../../../services/evidence/index.ts';
import { instantInput } from '../words.ts';

const base64 = z.base64().min(4);

export const evidenceRecordBody = z
  .strictObject({
    signature: base64.describe('Base64 of the seal signature without a document: SES_Signature, DER'),
    record: base64.optional().describe('Base64 of the evidence record beside it that is to be renewed; one is made when absent'),
    digest: z
      .enum(RENEWAL_DIGESTS)
      .optional()
      .describe('By which digest to renew: that of before when absent, SM3 where nothing new is stamped by that'),
  })
  .refine(({ record, digest }) => record !== undefined || digest === undefined, { path: ['digest'] })
  .meta({ id: 'EvidenceRecordOrder' });

export const evidencedSignatureBody = z
  .strictObject({
    signature: base64.describe('Base64 of the seal signature without a document: SES_Signature, DER'),
    record: base64.describe('Base64 of the evidence record beside it'),
    at: instantInput.optional().describe('Moment of validation; now when absent'),
  })
  .meta({ id: 'EvidencedSignature' });

export const evidenceRecordSchema = z
  .object({
    record: z.string().describe('Base64 of the EvidenceRecord (RFC 4998), DER: to be kept beside the signature, as FILE.ers'),
    renewal: z
      .enum(['time-stamp', 'hash-tree'])
      .nullable()
      .describe(
        'How it was renewed: by another time stamp in the same chain, or by a new chain over everything; null for a new record',
      ),
  })
  .meta({ id: 'EvidenceRecord' });
