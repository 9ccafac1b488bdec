/** Giving files of before keys of their own, and bringing keys of files under the newest key of their organisation. */
import { fromHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { LicenceFile, LicenceRecord } from '../../domain/licence/index.ts';
import type { BlobStore } from '../../services/storage/index.ts';
import type { FileKeys } from './files.ts';

/** What is still to be done to the files of a licence, and doing it. */
export interface FileKeeping {
  /** Whether anything is to be done. */
  readonly isDue: (licence: LicenceRecord) => Promise<boolean>;
  /** Files of the licence of which something is to be done. */
  readonly countDue: (licence: LicenceRecord) => Promise<number>;
  /**
   * The licence with its files under keys of their own, which are durable before this resolves; null where they are. `forget` removes what
   * nothing names any more once the licence is written.
   */
  readonly rekey: (
    licence: LicenceRecord,
  ) => Promise<{ readonly licence: LicenceRecord; readonly forget: () => Promise<void> } | null>;
}

/** The files of licences, as they are in the store, sealed or not: files and their keys are never sealed. */
export function keepFileKeys({ fileKeys, blobs }: { readonly fileKeys: FileKeys; readonly blobs: BlobStore }): FileKeeping {
  async function isOld({ blob, key }: LicenceFile): Promise<boolean> {
    if (blob === '') return false;
    return key === undefined || (await fileKeys.isOld(key));
  }

  async function countDue({ editions }: LicenceRecord): Promise<number> {
    let count = 0;
    for (const { files } of editions) for (const file of files) if (await isOld(file)) count++;
    return count;
  }

  async function renewed(file: LicenceFile, owner: string): Promise<LicenceFile> {
    const { blob, key } = file;
    if (blob === '') return file;
    if (key !== undefined) {
      const wrapped = await fileKeys.rewrap(key, blob);
      return wrapped === null ? file : { ...file, key: wrapped };
    }
    try {
      return { ...file, ...(await blobs.keep(await blobs.get(blob), { owner, sm3: fromHex(file.digest) })) };
    } catch (error) {
      // One that is missing or damaged stays as it is, for the examination to find.
      if (!isYinzhengError(error, 'BLOB_NOT_FOUND', 'BLOB_DAMAGED')) throw error;
      return file;
    }
  }

  return {
    isDue: async (licence) => (await countDue(licence)) > 0,
    countDue,
    async rekey(licence) {
      if ((await countDue(licence)) === 0) return null;
      const forgotten: string[] = [];
      let changed = false;
      const editions: LicenceRecord['editions'][number][] = [];
      for (const edition of licence.editions) {
        const files: LicenceFile[] = [];
        for (const file of edition.files) {
          const next = await renewed(file, licence.issuer.code);
          if (next !== file) changed = true;
          if (next.blob !== file.blob) forgotten.push(file.blob);
          files.push(next);
        }
        editions.push({ ...edition, files });
      }
      if (!changed) return null;
      return {
        licence: { ...licence, editions },
        async forget() {
          for (const blob of forgotten) await blobs.remove(blob);
        },
      };
    },
  };
}
