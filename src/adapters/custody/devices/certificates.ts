/** Certificates of keys in devices: files beside the keys, one for each key. */
import { join } from 'node:path';
import { readFileIfPresent, replaceFile } from '../../files/index.ts';

/** A folder of certificates. */
export interface CertificateFolder {
  /** DER; null when there is none. Rejects with INPUT_UNREADABLE. */
  read(keyId: string): Promise<Uint8Array | null>;
  /** In place of an earlier one, durably. Rejects with FILE_UNWRITABLE. */
  write(keyId: string, certificate: Uint8Array): Promise<void>;
}

/** The certificates in a folder, which is made with the first of them. */
export function certificateFolder(folder: string): CertificateFolder {
  const pathOf = (keyId: string): string => join(folder, `${keyId}.cer`);
  return {
    read: (keyId) => readFileIfPresent(pathOf(keyId)),
    write: (keyId, certificate) => replaceFile(pathOf(keyId), certificate),
  };
}
