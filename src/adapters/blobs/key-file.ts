/**
 * The file key: 32 random bytes from which the keys of stored files are expanded, encrypted under the passphrase of the keystore in a
 * file of its own. It is no signing key, so that whoever serves files need not be whoever signs.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { fromHex, fromUtf8, toBase64, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { equalSecret, hmacSm3, sm4Ctr } from '../../crypto/native/index.ts';
import { MAX_ITERATIONS, MIN_ITERATIONS, passphraseDerivation, SALT_LENGTH } from '../custody/keystore/derive.ts';
import { readFileIfPresent, replaceFile } from '../files/index.ts';
import type { BlobKeys } from './encrypted.ts';

const SECRET_LENGTH = 32;
const IV_LENGTH = 16;

/** Secrets from before rotations that a file can hold. */
const MOST_EARLIER = 32;

/** Version 2 holds secrets from before rotations as well. */
const FORMAT = z.strictObject({
  format: z.literal('yinzheng-file-key'),
  version: z.literal([1, 2]),
  derivation: z.strictObject({
    function: z.literal('PBKDF2-HMAC-SHA256'),
    iterations: z.int().min(MIN_ITERATIONS).max(MAX_ITERATIONS),
    salt: z.base64(),
  }),
  /** IV and SM4-CTR ciphertext of the secret, and of those before it. */
  secret: z.string().regex(new RegExp(`^[0-9a-f]{32}(?:[0-9a-f]{64}){1,${MOST_EARLIER + 1}}$`)),
  /** HMAC-SM3 over salt, IV and ciphertext. */
  mac: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What custody gives for sealing data: keys of 32 bytes each that tell nothing of one another. */
export interface ProtectionSecrets {
  /** Open the keys of the data, which lie in the store: the one under which they are wrapped, then those from before its rotations. */
  readonly wrapping: readonly Uint8Array[];
  /** The first key of the digests by which sealed values are found. */
  readonly index: Uint8Array;
  /** The first key of the pseudonyms of persons in the journal. */
  readonly pseudonyms: Uint8Array;
  /** The first keys of files that have no key of their own. */
  readonly files: BlobKeys;
}

/** What the file key gives. */
export interface FileKey {
  /**
   * The key itself, 32 bytes, and those from before its rotations after it, 32 bytes each, as they cross from the process that has the passphrase to the one
   * that serves files.
   */
  readonly secret: Uint8Array;
  readonly blobKeys: BlobKeys;
  /** Names the key without telling anything of it, 32 hexadecimal digits; a store remembers to which key its files belong. */
  readonly fingerprint: string;
  /** The secrets under which data of the store are sealed and found again. */
  readonly protection: ProtectionSecrets;
  /** HMAC-SM3 over bytes that only this installation can have written, such as the manifest of a backup; 32 bytes. */
  readonly authenticate: (bytes: Uint8Array) => Uint8Array;
  /** The same from before the rotations of the key, the latest first: each alone, but for the keys that open the keys of the data. */
  readonly earlier: readonly Omit<FileKey, 'earlier' | 'secret'>[];
}

/** Makes a file key of 256 random bits, which is not written anywhere yet. */
export function newFileKey(): FileKey {
  return fileKeyOf(randomBytes(SECRET_LENGTH));
}

/**
 * A file key in the place of another, which it remembers.
 * @throws {YinzhengError} KEY_INVALID when it remembers as many as a file holds
 */
export function renewedFileKey({ secret }: Pick<FileKey, 'secret'>): FileKey {
  if (secret.length > SECRET_LENGTH * MOST_EARLIER)
    throw new YinzhengError('KEY_INVALID', { technical: `the file key remembers ${MOST_EARLIER} before it: forget them first` });
  return fileKeyOf(Buffer.concat([randomBytes(SECRET_LENGTH), secret]));
}

/** A file key without those before it. */
export function withoutEarlier({ secret }: Pick<FileKey, 'secret'>): FileKey {
  return fileKeyOf(secret.subarray(0, SECRET_LENGTH));
}

/** Writes a file key, and those before it, encrypted, mode 0600; durable when resolved. Rejects with FILE_UNWRITABLE. */
export async function saveFileKey(secret: Uint8Array, path: string, passphrase: Uint8Array): Promise<void> {
  const salt = randomBytes(SALT_LENGTH);
  const iv = randomBytes(IV_LENGTH);
  const { encryptionKey, macKey } = await passphraseDerivation(passphrase)(salt, MIN_ITERATIONS);
  const sealed = Buffer.concat([iv, sm4Ctr(encryptionKey, iv, secret)]);
  const file: z.infer<typeof FORMAT> = {
    format: 'yinzheng-file-key',
    version: secret.length === SECRET_LENGTH ? 1 : 2,
    derivation: { function: 'PBKDF2-HMAC-SHA256', iterations: MIN_ITERATIONS, salt: toBase64(salt) },
    secret: toHex(sealed),
    mac: toHex(hmacSm3(macKey, salt, sealed)),
  };
  await replaceFile(path, utf8(`${JSON.stringify(file, null, 2)}\n`));
}

/**
 * Reads a file key, null when there is no such file. Rejects with KEYSTORE_MALFORMED when it is none, KEYSTORE_PASSPHRASE_WRONG when
 * the passphrase does not open it or it was changed.
 */
export async function readFileKey(path: string, passphrase: Uint8Array): Promise<FileKey | null> {
  const bytes = await readFileIfPresent(path);
  if (bytes === null) return null;
  const { derivation, secret, mac } = parse(bytes);
  const salt = Buffer.from(derivation.salt, 'base64');
  const { encryptionKey, macKey } = await passphraseDerivation(passphrase)(salt, derivation.iterations);
  const sealed = fromHex(secret);
  if (!equalSecret(hmacSm3(macKey, salt, sealed), fromHex(mac))) throw new YinzhengError('KEYSTORE_PASSPHRASE_WRONG');
  return fileKeyOf(sm4Ctr(encryptionKey, sealed.subarray(0, IV_LENGTH), sealed.subarray(IV_LENGTH)));
}

function parse(bytes: Uint8Array): z.infer<typeof FORMAT> {
  try {
    return FORMAT.parse(JSON.parse(fromUtf8(bytes)));
  } catch (cause) {
    throw new YinzhengError('KEYSTORE_MALFORMED', { technical: 'the file key' }, { cause });
  }
}

/** What a file key of 32 bytes, with those before it after it, gives. */
export function fileKeyOf(secret: Uint8Array): FileKey {
  const secrets: Uint8Array[] = [];
  for (let at = 0; at < secret.length; at += SECRET_LENGTH) secrets.push(secret.subarray(at, at + SECRET_LENGTH));
  const wrapping = secrets.map((each) => part(each, 'data keys'));
  const [present, ...earlier] = secrets.map((each) => partsOf(each, wrapping));
  if (!present) throw new YinzhengError('KEY_INVALID', { technical: 'the file key is empty' });
  return { ...present, secret, earlier };
}

function part(secret: Uint8Array, label: string): Uint8Array {
  return hmacSm3(secret, utf8(`yinzheng file ${label}`));
}

function partsOf(secret: Uint8Array, wrapping: readonly Uint8Array[]): Omit<FileKey, 'earlier' | 'secret'> {
  const blobKeys = {
    address: part(secret, 'address'),
    encryption: part(secret, 'encryption').subarray(0, 16),
    authentication: part(secret, 'authentication'),
  };
  const backup = part(secret, 'backup');
  return {
    blobKeys,
    fingerprint: toHex(part(secret, 'fingerprint').subarray(0, 16)),
    protection: {
      ...{ wrapping, files: blobKeys },
      index: part(secret, 'blind index'),
      pseudonyms: part(secret, 'pseudonyms'),
    },
    authenticate: (bytes) => hmacSm3(backup, bytes),
  };
}
