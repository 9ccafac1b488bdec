/** Encrypted files in GridFS, named by their address. A file is there when its entry is, which is written after all of its chunks. */
import mongoose from 'mongoose';
import { pipeline } from 'node:stream/promises';
import { YinzhengError } from '../../base/errors/index.ts';
import type { BlobStore, SealedFiles } from '../../services/storage/index.ts';
import { blobAddress, checkBlobKeys, isBlobAddress, isWhole, openBlob, sealBlob, type BlobKeys } from '../blobs/index.ts';
import type { Database } from './connection.ts';
import { asking } from './failure.ts';

/** Name of the bucket. */
export const FILES_BUCKET = 'files';

/** The files of a database. The same file written by two at once is there twice, which does no harm. */
export function createMongoFiles(
  database: Database,
  keys: BlobKeys,
): { readonly blobs: BlobStore; readonly sealed: SealedFiles } {
  checkBlobKeys(keys);
  const bucket = new mongoose.mongo.GridFSBucket(database, {
    bucketName: FILES_BUCKET,
    writeConcern: { w: 'majority', journal: true },
    readPreference: mongoose.mongo.ReadPreference.primary,
  });

  /** Entries of an address, the newest first. */
  const entriesOf = (address: string) => bucket.find({ filename: address }, { sort: { uploadDate: -1, _id: -1 } }).toArray();

  /** The newest envelope under an address, what there is of it; null when there is none. */
  async function newest(address: string): Promise<Uint8Array | null> {
    const [entry] = await entriesOf(address);
    if (!entry) return null;
    const parts: Buffer[] = [];
    try {
      for await (const part of bucket.openDownloadStream(entry._id)) parts.push(part as Buffer);
    } catch (error) {
      // Chunks that are missing or too short make a damaged file of it, unless the database is away.
      if (isAway(error)) throw error;
    }
    return Buffer.concat(parts);
  }

  async function read(address: string): Promise<Uint8Array> {
    const envelope = isBlobAddress(address) ? await newest(address) : null;
    if (envelope === null) throw new YinzhengError('BLOB_NOT_FOUND', { address: address.slice(0, 80) });
    return envelope;
  }

  /** Writes an envelope and removes those it takes the place of. */
  async function write(address: string, envelope: Uint8Array): Promise<void> {
    const before = await entriesOf(address);
    await pipeline([Buffer.from(envelope)], bucket.openUploadStream(address));
    for (const { _id } of before) await bucket.delete(_id);
  }

  return {
    blobs: {
      put: (bytes) =>
        asking(async () => {
          const address = blobAddress(keys, bytes);
          const present = await newest(address);
          if (present === null || !isWhole(keys, address, present)) await write(address, sealBlob(keys, address, bytes));
          return address;
        }),
      get: (address) => asking(async () => openBlob(keys, address, await read(address))),
      async *keys() {
        let last = '';
        const found = bucket.find({}, { sort: { filename: 1 }, projection: { filename: 1 } });
        for (;;) {
          const next = await asking(() => found.next());
          if (next === null) return;
          if (next.filename !== last && isBlobAddress(next.filename)) yield next.filename;
          last = next.filename;
        }
      },
    },
    sealed: {
      read: (address) => asking(() => read(address)),
      write: (address, envelope) =>
        asking(async () => {
          if (!isBlobAddress(address)) throw new YinzhengError('INPUT_INVALID', { reason: 'not the address of a file' });
          await write(address, envelope);
        }),
    },
  };
}

function isAway(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoNetworkError || error instanceof mongoose.mongo.MongoServerSelectionError;
}
