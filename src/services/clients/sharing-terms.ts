/** Terms of sharing as administrators write them. */
import { z } from 'zod';
import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual } from '../../base/errors/index.ts';
import { MOST_MATTERS, MOST_SHARED_FIELDS, MOST_SHARED_TYPES, type SharingTerms } from '../../domain/sharing/index.ts';
import { clientInvalid } from './terms.ts';

/** What is shared with a system; what is left out is not. */
export const sharingTermsSchema = z.strictObject({
  types: z
    .array(
      z.strictObject({
        code: z.string().min(1).max(32).describe('Licence type code (证照类型代码)'),
        fields: z
          .array(z.string().min(1).max(100))
          .max(MOST_SHARED_FIELDS)
          .nullable()
          .default(null)
          .describe('Face fields; null: all'),
        files: z.boolean().default(false).describe('Whether it may have the sealed files'),
      }),
    )
    .max(MOST_SHARED_TYPES)
    .default([]),
  matters: z.array(z.string().trim().min(1).max(200)).max(MOST_MATTERS).nullable().default(null).describe('事项; null: any'),
  directory: z.boolean().default(false).describe('Whether it takes directory records, to report them upward'),
  sandbox: z.boolean().default(false).describe('Whether it sees sample licences only'),
});

const LONGEST = 1024 * 1024;

/**
 * Terms of sharing from a file, JSON in UTF-8.
 * @throws {YinzhengError} CLIENT_INVALID
 */
export function readSharingTerms(bytes: Uint8Array): SharingTerms {
  const wrong = () => clientInvalid(bilingual('the terms of sharing are not of their form', '共享条件文件的格式不对'));
  if (bytes.length > LONGEST) throw wrong();
  try {
    return sharingTermsSchema.parse(JSON.parse(fromUtf8(bytes)));
  } catch {
    throw wrong();
  }
}
