import { z } from 'zod';
import { COPY_NUMBER, MOST_COPY_TEXT } from '../../../domain/copy/index.ts';
import { creditCode, instant, purposeBody } from '../words.ts';

const line = z.string().trim().min(1).max(MOST_COPY_TEXT);

export const useCopyBody = z
  .strictObject({
    purpose: line.describe('What the copy is for (用途), as it is read on the page'),
    user: line.describe('For whom (使用者): a body or person'),
    expiresAt: z.iso.datetime({ offset: true }).describe('Until when it is good, a year from now at most'),
    reason: purposeBody,
  })
  .meta({ id: 'UseCopyRequest', description: 'One use of a licence in force, for which a copy (加注件) is made' });

export const renditionBody = z.strictObject({ reason: purposeBody }).meta({ id: 'CancelledRenditionRequest' });

export const copySealBody = z.strictObject({ purpose: purposeBody }).meta({ id: 'CopySealRequest' });

export const copySealSchema = z.object({ organisation: creditCode, seal: z.string() }).meta({ id: 'CopySeal' });

export const copyParams = z.object({
  number: z
    .string()
    .regex(COPY_NUMBER)
    .meta({ description: 'Number of the copy, as printed', example: 'FB20261201000000000000' }),
});

export const copySchema = z
  .object({
    number: z.string(),
    kind: z.enum(['use-copy', 'cancelled-rendition']),
    original: z
      .object({ identifier: z.string(), edition: z.string(), sm3: z.string() })
      .describe('What it shows; its own file names the same'),
    maker: z.object({ code: creditCode, name: z.string() }),
    verificationCode: z.string().describe('Its own code, printed on it'),
    purpose: z.string().nullable(),
    user: z.string().nullable(),
    expiresAt: instant.nullable(),
    sm3: z.string(),
    size: z.number().int(),
    recordedAt: instant,
  })
  .meta({ id: 'LicenceCopy' });

export const copyState = z.enum(['valid', 'expired', 'original-ended']).describe('加注件有效、已到期、原证照已失效');

export const copyList = z.object({ items: z.array(z.object({ ...copySchema.shape, state: copyState })) });
