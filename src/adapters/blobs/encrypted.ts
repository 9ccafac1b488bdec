/**
 * The envelope of a stored file: `YZF1 ‖ IV (16) ‖ SM4-CTR ciphertext ‖ HMAC-SM3 (32)`. The code is computed over the file's address
 * and all that goes before it, so that an envelope put under another address is found damaged as well.
 */
import { createHash, randomBytes } from 'node:crypto';
import { equalBytes, fromHex, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { equalSecret, hmacSm3, sm4Ctr } from '../../crypto/native/index.ts';

const MAGIC = utf8('YZF1');
const IV_LENGTH = 16;
const CODE_LENGTH = 32;
const HEAD_LENGTH = MAGIC.length + IV_LENGTH;

/** The secrets of a file store; whoever lacks them learns sizes only, not even whether a known file is in it. */
export interface BlobKeys {
  /** HMAC-SM3 key of the addresses, 32 bytes. */
  readonly address: Uint8Array;
  /** SM4 key, 16 bytes. */
  readonly encryption: Uint8Array;
  /** HMAC-SM3 key of the envelopes, 32 bytes. */
  readonly authentication: Uint8Array;
}

/** The secrets of a file store as one: 80 bytes. */
export function joinBlobKeys({ address, encryption, authentication }: BlobKeys): Uint8Array {
  return Buffer.concat([address, encryption, authentication]);
}

/**
 * The secrets of a file store from 80 bytes.
 * @throws {YinzhengError} KEY_INVALID
 */
export function splitBlobKeys(bytes: Uint8Array): BlobKeys {
  const keys = { address: bytes.subarray(0, 32), encryption: bytes.subarray(32, 48), authentication: bytes.subarray(48) };
  checkBlobKeys(keys);
  return keys;
}

/** True for the address of a file: 64 lower-case hexadecimal digits. */
export function isBlobAddress(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/**
 * Checks the lengths of the keys.
 * @throws {YinzhengError} KEY_INVALID
 */
export function checkBlobKeys(keys: BlobKeys): void {
  if (keys.address.length !== 32 || keys.encryption.length !== 16 || keys.authentication.length !== 32) {
    throw new YinzhengError('KEY_INVALID', { technical: 'a file store takes keys of 32, 16 and 32 bytes' });
  }
}

/** An address that is no digest: of a file that may be kept twice. */
export function newBlobAddress(): string {
  return toHex(randomBytes(32));
}

/** The address of a file: HMAC-SM3 of the SM3 of its bytes, hexadecimal; `sm3` where that is known already. */
export function blobAddress(
  keys: BlobKeys,
  bytes: Uint8Array,
  sm3: Uint8Array = createHash('sm3').update(bytes).digest(),
): string {
  return addressOfDigest(keys, sm3);
}

/** The address of the file whose SM3 (32 bytes) is given, hexadecimal. */
export function addressOfDigest(keys: Pick<BlobKeys, 'address'>, sm3: Uint8Array): string {
  return toHex(hmacSm3(keys.address, sm3));
}

/** Encrypts a file for an address; the IV is random, so that no two envelopes are alike. */
export function sealBlob(keys: BlobKeys, address: string, bytes: Uint8Array): Uint8Array {
  const iv = randomBytes(IV_LENGTH);
  const ciphertext = sm4Ctr(keys.encryption, iv, bytes);
  const code = hmacSm3(keys.authentication, fromHex(address), MAGIC, iv, ciphertext);
  return Buffer.concat([MAGIC, iv, ciphertext, code]);
}

/**
 * Decrypts the envelope found under an address.
 * @throws {YinzhengError} BLOB_DAMAGED when it is not the envelope that was stored there
 */
export function openBlob(keys: BlobKeys, address: string, envelope: Uint8Array): Uint8Array {
  if (!isWhole(keys, address, envelope)) throw new YinzhengError('BLOB_DAMAGED', { address });
  const iv = envelope.subarray(MAGIC.length, HEAD_LENGTH);
  return sm4Ctr(keys.encryption, iv, envelope.subarray(HEAD_LENGTH, envelope.length - CODE_LENGTH));
}

/** True when an envelope is the one stored under an address. */
export function isWhole(keys: BlobKeys, address: string, envelope: Uint8Array): boolean {
  if (envelope.length < HEAD_LENGTH + CODE_LENGTH || !equalBytes(envelope.subarray(0, MAGIC.length), MAGIC)) return false;
  const body = envelope.length - CODE_LENGTH;
  const code = hmacSm3(keys.authentication, fromHex(address), envelope.subarray(0, body));
  return equalSecret(code, envelope.subarray(body));
}
