/** Giving files of before keys of their own, and bringing keys of files under the newest key of their organisation. */
import { fromHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CollectedItemRecord } from '../../domain/collecting/index.ts';
import type { LicenceCopyRecord } from '../../domain/copy/index.ts';
import type { LicenceFile, LicenceRecord } from '../../domain/licence/index.ts';
import {
  NO_OWNER,
  type AccountRecord,
  type BlobStore,
  type CollectionName,
  type Collections,
  type KeptFile,
  type StampingRecord,
} from '../../services/storage/index.ts';
import type { FileKeys } from './files.ts';

/** Collections whose records name one file each, which is kept for a time or as long as the record. */
export const FILED_COLLECTIONS = [
  'stampings',
  'accounts',
  'stamp-batch-items',
  'countersigning-plans',
  'holder-sessions',
  'licence-copies',
  'collected-items',
  'objection-files',
] as const;

type FiledCollection = (typeof FILED_COLLECTIONS)[number];
type AnyRecord = Collections[CollectionName];

/** What is still to be done to the files of a record, and doing it. */
export interface FileKeeping {
  /** The record with its file under the newest key of its organisation, and of an authenticator's under a key of its own; null where that is so. */
  readonly rewrap: (
    collection: CollectionName,
    record: AnyRecord,
  ) => Promise<{ readonly record: AnyRecord; readonly forget: () => Promise<void> } | null>;
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

  async function rewrapped(kept: KeptFile): Promise<KeptFile | null> {
    const key = kept.key === undefined ? null : await fileKeys.rewrap(kept.key, kept.blob);
    return key === null ? null : { ...kept, key };
  }

  /** The secret of an authenticator of before gets a key of its own; other files of before are forgotten within hours. */
  async function rekeyedFactor({ secondFactor, organisation }: AccountRecord): Promise<KeptFile | null> {
    if (!secondFactor || secondFactor.key !== undefined) return secondFactor ? rewrapped(secondFactor) : null;
    try {
      return await blobs.keep(await blobs.get(secondFactor.blob), { owner: organisation ?? NO_OWNER });
    } catch (error) {
      if (!isYinzhengError(error, 'BLOB_NOT_FOUND', 'BLOB_DAMAGED')) throw error;
      return null;
    }
  }

  return {
    async rewrap(collection, record) {
      const nothing = (): Promise<void> => Promise.resolve();
      switch (collection as FiledCollection) {
        case 'accounts': {
          const account = record as AccountRecord;
          const kept = await rekeyedFactor(account);
          const former = account.secondFactor?.blob;
          if (!kept || former === undefined) return null;
          const forget = kept.blob === former ? nothing : () => blobs.remove(former);
          return { record: { ...account, secondFactor: { ...account.secondFactor, ...kept } } as AccountRecord, forget };
        }
        case 'stampings': {
          const stamping = record as StampingRecord;
          const kept = stamping.draft ? await rewrapped(stamping.draft) : null;
          return kept && { record: { ...stamping, draft: { ...stamping.draft, ...kept } } as StampingRecord, forget: nothing };
        }
        case 'stamp-batch-items':
        case 'countersigning-plans':
        case 'objection-files':
        case 'holder-sessions': {
          const kept = await rewrapped(record as KeptFile & AnyRecord);
          return kept && { record: { ...record, ...kept } as AnyRecord, forget: nothing };
        }
        case 'licence-copies': {
          const copy = record as LicenceCopyRecord;
          const kept = copy.file.blob === '' ? null : await rewrapped(copy.file);
          return kept && { record: { ...copy, file: { ...copy.file, ...kept } }, forget: nothing };
        }
        case 'collected-items': {
          const item = record as CollectedItemRecord;
          const { fault } = item;
          const payload = fault?.payload ? await rewrapped(fault.payload) : null;
          const file = fault?.file ? await rewrapped(fault.file) : null;
          if (!fault || (!payload && !file)) return null;
          const next = { ...fault, payload: payload ?? fault.payload, file: file ?? fault.file };
          return { record: { ...item, fault: next }, forget: nothing };
        }
        default:
          return null;
      }
    },
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
