/**
 * The envelope of what is sealed: `IV (16) ‖ SM4-CTR ciphertext ‖ HMAC-SM3 (32)`, encrypted first, the code over what it belongs to as
 * well, so that an envelope put anywhere else is found damaged. Node 20 has no SM4-GCM.
 */
import { randomFillSync } from 'node:crypto';
import { utf8 } from '../../base/bytes.ts';
import { equalSecret, hmacSm3, sm4Ctr } from '../../crypto/native/index.ts';

const IV_LENGTH = 16;
const CODE_LENGTH = 32;

/** Keys of one secret: an SM4 key of 16 bytes and an HMAC-SM3 key of 32. */
export interface EnvelopeKeys {
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
}

/** The keys that a secret of 32 bytes gives. */
export function envelopeKeys(secret: Uint8Array): EnvelopeKeys {
  return {
    encryption: hmacSm3(secret, utf8('yinzheng envelope encryption')).subarray(0, 16),
    authentication: hmacSm3(secret, utf8('yinzheng envelope authentication')),
  };
}

/** Random octets for IVs are drawn many at once: drawing costs more than encrypting what is short. */
const pool = new Uint8Array(IV_LENGTH * 256);
let used = pool.length;

function newIv(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += IV_LENGTH;
  return pool.slice(used - IV_LENGTH, used);
}

/** Seals bytes for what they belong to. */
export function sealEnvelope(keys: EnvelopeKeys, belongsTo: string, bytes: Uint8Array): Buffer {
  const iv = newIv();
  const ciphertext = sm4Ctr(keys.encryption, iv, bytes);
  return Buffer.concat([iv, ciphertext, hmacSm3(keys.authentication, context(belongsTo), iv, ciphertext)]);
}

/** Opens an envelope; null when it is not the one that was sealed for this. */
export function openEnvelope(keys: EnvelopeKeys, belongsTo: string, envelope: Uint8Array): Buffer | null {
  if (envelope.length < IV_LENGTH + CODE_LENGTH) return null;
  const iv = envelope.subarray(0, IV_LENGTH);
  const ciphertext = envelope.subarray(IV_LENGTH, envelope.length - CODE_LENGTH);
  const code = hmacSm3(keys.authentication, context(belongsTo), iv, ciphertext);
  if (!equalSecret(code, envelope.subarray(envelope.length - CODE_LENGTH))) return null;
  return sm4Ctr(keys.encryption, iv, ciphertext);
}

/** Its length goes first, so that no text can pass for the end of another. */
function context(belongsTo: string): Uint8Array {
  const text = Buffer.from(`____${belongsTo}`);
  text.writeUInt32BE(text.length, 0);
  return text;
}

/** A keyed digest of a text of a kind: HMAC-SM3, its first 16 bytes, hexadecimal. */
export function keyedDigest(key: Uint8Array, kind: string, text: string): string {
  return hmacSm3(key, Buffer.from(`${kind}\0${text}`)).toString('hex', 0, 16);
}
