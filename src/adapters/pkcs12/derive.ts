/** Keys from a passphrase: PBKDF2, and what PKCS#12 used before it. */
import { createHash, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { utf8 } from '../../base/bytes.ts';
import type { PasswordDigest, Pbkdf2 } from '../../pki/index.ts';

const run = promisify(pbkdf2);

/** A key by PBKDF2 (RFC 8018 §5.2) from the UTF-8 of a passphrase; `length` in bytes. */
export function deriveKey(passphrase: string, { salt, iterations, digest }: Pbkdf2, length: number): Promise<Uint8Array> {
  return run(utf8(passphrase), salt, iterations, length, digest);
}

/** What a derivation of PKCS#12 is for: the number that tells its keys apart (RFC 7292 appendix B.3). */
export const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

/** Block length of each digest, bytes. */
const BLOCK: Readonly<Record<PasswordDigest, number>> = { sha1: 64, sha256: 64, sha384: 128, sha512: 128, sm3: 64 };

/** A derivation of RFC 7292 appendix B.2; `length` in bytes. */
export interface OldDerivation extends Pbkdf2 {
  readonly purpose: keyof typeof PURPOSE;
  readonly length: number;
}

/** A key by RFC 7292 appendix B.2 from a passphrase in UTF-16, big-endian, with a zero at its end. */
export function deriveOldKey(passphrase: string, derivation: OldDerivation): Uint8Array {
  const { digest, salt, iterations, purpose, length } = derivation;
  const block = BLOCK[digest];
  const diversifier = Buffer.alloc(block, PURPOSE[purpose]);
  const secret = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  const input = Buffer.concat([repeated(salt, block), repeated(secret, block)]);
  const blocks: Uint8Array[] = [];
  for (let made = 0; made < length;) {
    let hash = createHash(digest).update(diversifier).update(input).digest();
    for (let round = 1; round < iterations; round++) hash = createHash(digest).update(hash).digest();
    blocks.push(hash);
    made += hash.length;
    addToEach(input, Buffer.alloc(block, hash), block);
  }
  return Buffer.concat(blocks).subarray(0, length);
}

/** Bytes repeated to the next multiple of a block's length. */
function repeated(bytes: Uint8Array, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** Adds a number and 1 to every block, big-endian; what overflows is lost. */
function addToEach(input: Buffer, number: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index--) {
      carry += (input[start + index] ?? 0) + (number[index] ?? 0);
      input[start + index] = carry & 0xff;
      carry >>= 8;
    }
  }
}
