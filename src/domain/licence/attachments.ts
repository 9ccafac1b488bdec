/** Attachments of a licence (附件), and the licences that it is associated with (关联证照). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { readIdentifier } from '../identifier/index.ts';
import type { LicenceFile, LicenceRecord } from './model.ts';
import type { AssociatedLicence, AttachmentKind } from './parts.ts';

/** Most attachments of a licence. */
export const MOST_ATTACHMENTS = 20;
/** Largest attachment, bytes. */
export const LARGEST_ATTACHMENT = 10 * 1024 * 1024;

/** An attachment, as it is among the files of its edition. */
export interface AttachmentFile extends LicenceFile {
  readonly role: 'attachment';
  readonly attachment: { readonly id: string; readonly kind: AttachmentKind };
}

/** The attachments of a licence, those of its editions one after the other. */
export function attachmentsOf({ editions }: Pick<LicenceRecord, 'editions'>): readonly AttachmentFile[] {
  return editions.flatMap(({ files }) => files).filter((file): file is AttachmentFile => file.attachment !== undefined);
}

/**
 * The format of an attachment by its content; names and media types are never believed.
 * @throws {YinzhengError} ATTACHMENT_REFUSED when it is none of PDF, OFD, PNG and JPEG, or too large
 */
export function attachmentFormat(bytes: Uint8Array): LicenceFile['format'] {
  if (bytes.length > LARGEST_ATTACHMENT)
    throw new YinzhengError('ATTACHMENT_REFUSED', {
      reason: bilingual(`it is larger than ${LARGEST_ATTACHMENT} bytes`, `大于 ${LARGEST_ATTACHMENT} 字节`),
    });
  const found = SIGNATURES.find(([, ...signature]) => signature.every((octet, at) => bytes[at] === octet));
  if (!found || (found[0] === 'ofd' && !holdsOfd(bytes)))
    throw new YinzhengError('ATTACHMENT_REFUSED', {
      reason: bilingual('it is no PDF, OFD, PNG or JPEG file', '不是 PDF、OFD、PNG 或 JPEG 文件'),
    });
  return found[0];
}

const SIGNATURES: readonly (readonly [LicenceFile['format'], ...number[]])[] = [
  ['pdf', 0x25, 0x50, 0x44, 0x46, 0x2d],
  ['png', 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  ['jpeg', 0xff, 0xd8, 0xff],
  ['ofd', 0x50, 0x4b, 0x03, 0x04],
];
const OFD = [...'OFD.xml'].map((character) => character.charCodeAt(0));

/** Any other ZIP archive begins alike; the directory at the end of an OFD file names this part. */
function holdsOfd(bytes: Uint8Array): boolean {
  const tail = bytes.subarray(Math.max(0, bytes.length - 65_536));
  return tail.some((_, at) => OFD.every((octet, index) => tail[at + index] === octet));
}

/**
 * Refuses an association with what is no identifier.
 * @throws {YinzhengError} FIELD_INVALID
 */
export function checkAssociated(associated: readonly AssociatedLicence[]): void {
  for (const { identifier } of associated) {
    const read = attempt(identifier);
    if (read === null)
      throw new YinzhengError('FIELD_INVALID', {
        field: 'associated',
        reason: bilingual('is no identifier of a licence', '不是有效的证照标识'),
      });
  }
  if (new Set(associated.map(({ identifier }) => identifier)).size < associated.length)
    throw new YinzhengError('FIELD_INVALID', { field: 'associated', reason: bilingual('names one twice', '重复') });
}

/** Foreign identifiers with a wrong check character are known in practice; what has not the form of one is none. */
function attempt(identifier: string): string | null {
  try {
    return readIdentifier(identifier).text;
  } catch {
    return null;
  }
}
