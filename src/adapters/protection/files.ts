/** Files under a key each, wrapped by their organisation's key, which is itself one of the keys of the data. */
import { randomBytes } from 'node:crypto';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Clock } from '../../services/platform.ts';
import type { BlobStore, KeptFile, OpenStore, RecordStore } from '../../services/storage/index.ts';
import {
  addressOfDigest,
  blobAddress,
  newBlobAddress,
  openBlob,
  sealBlob,
  type BlobKeys,
  type SealBlob,
} from '../blobs/index.ts';
import { createDataKeys, type DataKeys } from './data-keys.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';

const ENCRYPTION_LENGTH = 16;
const AUTHENTICATION_LENGTH = 32;
/** Keys of organisations that are remembered open. */
const MOST_ORGANISATIONS = 4096;
const WRAPPED = /^([^/.]{1,64})\/(\d{1,9})\.([A-Za-z0-9+/=]+)$/;

/** What keys of organisations begin with among the keys of the data. */
export const FILE_KEYS = 'files';

/** Keys of files: made, wrapped, opened, brought under a newer key of their organisation. */
export interface FileKeys {
  readonly make: (owner: string, address: string) => Promise<{ readonly keys: BlobKeys; readonly wrapped: string }>;
  /** Rejects with BLOB_DAMAGED for a wrapped key that is not that of the file. */
  readonly open: (wrapped: string, address: string) => Promise<BlobKeys>;
  /** The wrapped key under the newest key of its organisation; null where it is under that already. */
  readonly rewrap: (wrapped: string, address: string) => Promise<string | null>;
  /** Whether a wrapped key is under a key that is not the newest of its organisation. */
  readonly isOld: (wrapped: string) => Promise<boolean>;
  readonly ofOrganisation: (owner: string) => DataKeys;
}

/** Keys of files over the records of a store. */
export function createFileKeys(options: {
  readonly records: Pick<RecordStore, 'get' | 'insert' | 'list'>;
  readonly wrapping: readonly Uint8Array[];
  readonly clock: Clock;
}): FileKeys {
  const organisations = new Map<string, DataKeys>();

  function ofOrganisation(owner: string): DataKeys {
    const known = organisations.get(owner);
    if (known) return known;
    if (organisations.size >= MOST_ORGANISATIONS) organisations.clear();
    const keys = createDataKeys({ ...options, purpose: `${FILE_KEYS}/${owner}` });
    organisations.set(owner, keys);
    return keys;
  }

  async function wrap(secret: Uint8Array, owner: string, address: string): Promise<string> {
    const { number, keys } = await ofOrganisation(owner).current();
    return `${owner}/${number}.${sealEnvelope(keys, `${FILE_KEYS}\0${owner}\0${number}\0${address}`, secret).toString('base64')}`;
  }

  async function unwrap(wrapped: string, address: string) {
    const [, owner = '', number = '', text = ''] = WRAPPED.exec(wrapped) ?? [];
    if (owner === '') throw new YinzhengError('BLOB_DAMAGED', { address });
    const { keys } = await ofOrganisation(owner).numbered(Number(number));
    const secret = openEnvelope(keys, `${FILE_KEYS}\0${owner}\0${number}\0${address}`, Buffer.from(text, 'base64'));
    if (secret?.length !== ENCRYPTION_LENGTH + AUTHENTICATION_LENGTH) throw new YinzhengError('BLOB_DAMAGED', { address });
    return { owner, number: Number(number), secret };
  }

  return {
    ofOrganisation,
    async make(owner, address) {
      const secret = randomBytes(ENCRYPTION_LENGTH + AUTHENTICATION_LENGTH);
      return { keys: blobKeysOf(secret), wrapped: await wrap(secret, owner, address) };
    },
    open: async (wrapped, address) => blobKeysOf((await unwrap(wrapped, address)).secret),
    async isOld(wrapped) {
      const [, owner = '', number = ''] = WRAPPED.exec(wrapped) ?? [];
      return owner !== '' && (await ofOrganisation(owner).current()).number !== Number(number);
    },
    async rewrap(wrapped, address) {
      const { owner, number, secret } = await unwrap(wrapped, address);
      return (await ofOrganisation(owner).current()).number === number ? null : wrap(secret, owner, address);
    },
  };
}

function blobKeysOf(secret: Uint8Array): BlobKeys {
  return {
    address: new Uint8Array(),
    encryption: secret.subarray(0, ENCRYPTION_LENGTH),
    authentication: secret.subarray(ENCRYPTION_LENGTH),
  };
}

/**
 * Files as use cases see them, over those of a store. A file under a key of its own has a random address: the same bytes kept twice are
 * two files, so that erasing one leaves the other.
 * @param options.seal encrypts a file; in this thread when absent
 */
export function keepFiles(
  { blobs, sealed }: Pick<OpenStore, 'blobs' | 'sealed'>,
  options: { readonly fileKeys: FileKeys; readonly common: BlobKeys; readonly seal?: SealBlob | undefined },
): BlobStore {
  const { fileKeys, common, seal } = options;
  return {
    ...blobs,
    // Under the keys that the first file key gave, whichever the file key is now.
    async put(bytes, sm3) {
      const address = blobAddress(common, bytes, sm3);
      await sealed.write(address, seal ? await seal(address, bytes, common) : sealBlob(common, address, bytes));
      return address;
    },
    keyOf: (sm3) => addressOfDigest(common, sm3),
    async keep(bytes, { owner, reserved }): Promise<KeptFile> {
      const address = reserved?.blob ?? newBlobAddress();
      const { keys, wrapped } =
        reserved?.key === undefined
          ? await fileKeys.make(owner, address)
          : { keys: await fileKeys.open(reserved.key, address), wrapped: reserved.key };
      await sealed.write(address, seal ? await seal(address, bytes, keys) : sealBlob(keys, address, bytes));
      return { blob: address, key: wrapped };
    },
    async reserve({ owner }) {
      const blob = newBlobAddress();
      return { blob, key: (await fileKeys.make(owner, blob)).wrapped };
    },
    async get(key, wrapped) {
      const envelope = await sealed.read(key);
      if (wrapped === undefined) return openBlob(common, key, envelope);
      return openBlob(await fileKeys.open(wrapped, key), key, envelope);
    },
  };
}
