/** Face templates in the store, each once, by its digest. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { FaceTemplateRecord } from '../../domain/catalogue/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** JSON with one spelling for one value: members in the order of their names. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}

/** The record of a face; `_id` is the SM3 of its JSON with members sorted, hexadecimal. */
export function faceRecord(crypto: Pick<CryptoProvider, 'digest'>, face: unknown): FaceTemplateRecord {
  return { _id: toHex(crypto.digest('sm3', utf8(sortedJson(face)))), schema: 1, version: 1, face };
}

/** Keeps a face and gives its digest; one that is there already stays. */
export async function keepFace(
  records: Pick<RecordStore, 'insert'>,
  crypto: Pick<CryptoProvider, 'digest'>,
  face: unknown,
): Promise<string> {
  const record = faceRecord(crypto, face);
  try {
    await records.insert('face-templates', record);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
  return record._id;
}
