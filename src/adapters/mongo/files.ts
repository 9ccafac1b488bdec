/** Encrypted files in GridFS, named by their address. A file is there when its entry is, which is written after all of its chunks. */
import mongoose, { type mongo } from 'mongoose';
import { pipeline } from 'node:stream/promises';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { MAX_PAGE, type BlobStore, type SealedFiles } from '../../services/storage/index.ts';
import {
  addressOfDigest,
  blobAddress,
  checkBlobKeys,
  isBlobAddress,
  isWhole,
  openBlob,
  newBlobAddress,
  sealBlob,
  type BlobKeys,
} from '../blobs/index.ts';
import type { Database } from './connection.ts';
import { asking } from './failure.ts';

/** Name of the bucket. */
export const FILES_BUCKET = 'files';

interface Chunk {
  readonly files_id: mongo.ObjectId;
  readonly n: number;
  /** Binary, unless somebody edited it. */
  readonly data: unknown;
}

/** Makes the indexes that are not there yet; the driver's own attempt at it may fail unnoticed. Rejects with STORE_UNAVAILABLE. */
export async function ensureFileIndexes(database: Database): Promise<void> {
  await asking(async () => {
    const of = (part: string) => database.collection(`${FILES_BUCKET}.${part}`);
    await of('files').createIndex({ filename: 1, uploadDate: 1 }, { name: 'filename_1_uploadDate_1' }, undefined);
    await of('chunks').createIndex({ files_id: 1, n: 1 }, { name: 'files_id_1_n_1', unique: true }, undefined);
  });
}

/** The files of a database. The same file written by two at once is there twice, which does no harm. */
export function createMongoFiles(
  database: Database,
  keys: BlobKeys,
): { readonly blobs: BlobStore; readonly sealed: SealedFiles } {
  checkBlobKeys(keys);
  const entries = database.collection<mongo.GridFSFile>(`${FILES_BUCKET}.files`);
  const chunks = database.collection<Chunk>(`${FILES_BUCKET}.chunks`);
  const bucket = new mongoose.mongo.GridFSBucket(database, {
    bucketName: FILES_BUCKET,
    writeConcern: { w: 'majority', journal: true },
  });

  /** The newest envelope under an address, what there is of it; null when there is none. */
  async function newest(address: string): Promise<Uint8Array | null> {
    const entry = await entries.findOne({ filename: address }, { sort: { uploadDate: -1, _id: -1 } });
    if (!entry) return null;
    // Read as they are: whether all chunks are there and whole tells the envelope's own code, and the driver's stream throws beside
    // its caller where one has no data.
    const found = await chunks.find({ files_id: entry._id }, { sort: { n: 1 } }).toArray();
    return Buffer.concat(found.map(({ data }) => (data instanceof mongoose.mongo.Binary ? data.value() : new Uint8Array())));
  }

  async function read(address: string): Promise<Uint8Array> {
    const envelope = isBlobAddress(address) ? await newest(address) : null;
    if (envelope === null) throw new YinzhengError('BLOB_NOT_FOUND', { address: address.slice(0, 80) });
    return envelope;
  }

  /** Writes an envelope and removes those it takes the place of, which another may be doing as well. */
  async function write(address: string, envelope: Uint8Array): Promise<void> {
    const before = await entries.find({ filename: address }, { projection: { _id: 1 } }).toArray();
    await pipeline([Buffer.from(envelope)], bucket.openUploadStream(address));
    await removeAll(before);
  }

  async function removeAll(found: readonly Pick<mongo.GridFSFile, '_id'>[]): Promise<void> {
    for (const { _id } of found) {
      await entries.deleteOne({ _id });
      await chunks.deleteMany({ files_id: _id });
    }
  }

  const put = (bytes: Uint8Array, sm3?: Uint8Array): Promise<string> =>
    asking(async () => {
      const address = blobAddress(keys, bytes, sm3);
      const present = await newest(address);
      if (present === null || !isWhole(keys, address, present)) await write(address, sealBlob(keys, address, bytes));
      return address;
    });

  return {
    blobs: {
      put,
      async keep(bytes, { sm3, reserved }) {
        if (!reserved) return { blob: await put(bytes, sm3) };
        await asking(() => write(reserved.blob, sealBlob(keys, reserved.blob, bytes)));
        return reserved;
      },
      reserve: () => Promise.resolve({ blob: newBlobAddress() }),
      keyOf: (sm3) => addressOfDigest(keys, sm3),
      get: (address) => asking(async () => openBlob(keys, address, await read(address))),
      remove: (address) =>
        asking(async () => {
          const found = await entries.find({ filename: address }, { projection: { _id: 1 } }).toArray();
          await removeAll(found);
        }),
      async *keys() {
        // A page at a time: a cursor would end when whoever asks takes long over a file.
        const next = (last: string) =>
          entries.find({ filename: { $gt: last } }, { sort: { filename: 1 }, projection: { filename: 1 }, limit: MAX_PAGE });
        for (let last = ''; ;) {
          const page = await asking(() => next(last).toArray());
          if (page.length === 0) return;
          for (const { filename } of page) {
            if (filename !== last && isBlobAddress(filename)) yield filename;
            last = filename;
          }
        }
      },
    },
    sealed: {
      read: (address) => asking(() => read(address)),
      write: (address, envelope) =>
        asking(async () => {
          if (!isBlobAddress(address))
            throw new YinzhengError('INPUT_INVALID', { reason: bilingual('not the address of a file', '不是文件的存储地址') });
          await write(address, envelope);
        }),
    },
  };
}
