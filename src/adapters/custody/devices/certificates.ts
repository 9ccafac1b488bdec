/** Certificates of keys in devices. */
import { join } from 'node:path';
import { fileStamp, readFileIfPresent, replaceFile } from '../../files/index.ts';

/** Keeps the certificates of keys. */
export interface CertificateStore {
  /** DER; null when there is none. Rejects with INPUT_UNREADABLE. */
  read(keyId: string): Promise<Uint8Array | null>;
  /** Another text when what `read` gives may be another than before; asked before every signature. */
  stamp(keyId: string): string;
  /** In place of an earlier one, durably. Rejects with FILE_UNWRITABLE. */
  write(keyId: string, certificate: Uint8Array): Promise<void>;
}

/** Files in a folder, one for each key; the folder is made with the first of them. */
export function certificateFolder(folder: string): CertificateStore {
  const pathOf = (keyId: string): string => join(folder, `${keyId}.cer`);
  return {
    read: (keyId) => readFileIfPresent(pathOf(keyId)),
    stamp: (keyId) => fileStamp(pathOf(keyId)),
    write: (keyId, certificate) => replaceFile(pathOf(keyId), certificate),
  };
}
