/**
 * SM4 (GB/T 32907-2016) in plain TypeScript: the block and the modes CBC and CTR. Its table look-ups depend on the key, so their timing may
 * betray it: for tests and for browsers without anything better, never for a server's keys.
 */
import { fromHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';

const BLOCK = 16;
const ROUNDS = 32;
const SYSTEM_KEY = [0xa3b1bac6, 0x56aa3350, 0x677d9197, 0xb27022dc] as const;
const SBOX = fromHex(
  'd690e9fecce13db716b614c228fb2c052b679a762abe04c3aa441326498606999c4250f491ef987a33540b43edcfac62' +
    'e4b31ca9c908e89580df94fa758f3fa64707a7fcf37317ba83593c19e6854fa8686b81b27164da8bf8eb0f4b70569d35' +
    '1e240e5e6358d1a225227c3b01217887d40046579fd327524c3602e7a0c4c89eeabf8ad240c738b5a3f7f2cef96115a1' +
    'e0ae5da49b341a55ad933230f58cb1e31df6e22e8266ca60c02923ab0d534e6fd5db3745defd8e2f03ff6a726d6c5b51' +
    '8d1baf92bbddbc7f11d95c411f105ad80ac13188a5cd7bbd2d74d012b8e5b4b08969974a0c96777e65b9f109c56ec684' +
    '18f07dec3adc4d2079ee5f3ed7cb3948',
);

/** The round keys of a key, 32 words; reverse them to decrypt. */
export type Sm4RoundKeys = readonly number[];

/**
 * Round keys for encryption.
 * @param key 16 bytes
 * @throws {YinzhengError} KEY_INVALID when the key has another length
 */
export function sm4RoundKeys(key: Uint8Array): Sm4RoundKeys {
  checkLength(key);
  const words = wordsOf(key).map((word, index) => word ^ (SYSTEM_KEY[index] ?? 0));
  const keys: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // the constants CK: byte j of word i is (4i + j) · 7 mod 256 (§7.3)
    const constant = [0, 1, 2, 3].reduce((word, octet) => (word << 8) | (((4 * round + octet) * 7) & 0xff), 0);
    const [first = 0, second = 0, third = 0, fourth = 0] = words;
    const substituted = substitute(second ^ third ^ fourth ^ constant);
    const key32 = first ^ substituted ^ rotate(substituted, 13) ^ rotate(substituted, 23);
    keys.push(key32);
    words.push(key32);
    words.shift();
  }
  return keys;
}

/** Encrypts one block of 16 bytes; with reversed round keys decrypts one. */
export function sm4Block(keys: Sm4RoundKeys, block: Uint8Array): Uint8Array {
  let [first = 0, second = 0, third = 0, fourth = 0] = wordsOf(block);
  for (const key of keys) {
    const s = substitute(second ^ third ^ fourth ^ key);
    const next = first ^ s ^ rotate(s, 2) ^ rotate(s, 10) ^ rotate(s, 18) ^ rotate(s, 24);
    first = second;
    second = third;
    third = fourth;
    fourth = next;
  }
  const out = new Uint8Array(BLOCK);
  const view = new DataView(out.buffer);
  [fourth, third, second, first].forEach((word, index) => view.setInt32(index * 4, word));
  return out;
}

/**
 * SM4-CBC with PKCS#7 padding; key and IV of 16 bytes.
 * @throws {YinzhengError} KEY_INVALID when key or IV have another length
 */
export function sm4CbcEncrypt(key: Uint8Array, iv: Uint8Array, plaintext: Uint8Array): Uint8Array {
  checkLength(iv);
  const keys = sm4RoundKeys(key);
  const padding = BLOCK - (plaintext.length % BLOCK);
  const out = new Uint8Array(plaintext.length + padding).fill(padding);
  out.set(plaintext);
  let previous = iv;
  for (let position = 0; position < out.length; position += BLOCK) {
    const block = out.subarray(position, position + BLOCK);
    block.set(sm4Block(keys, exclusiveOr(block, previous)));
    previous = block;
  }
  return out;
}

/**
 * Undoes {@link sm4CbcEncrypt}; null when length or padding are wrong.
 * @throws {YinzhengError} KEY_INVALID when key or IV have another length than 16 bytes
 */
export function sm4CbcDecrypt(key: Uint8Array, iv: Uint8Array, ciphertext: Uint8Array): Uint8Array | null {
  checkLength(iv);
  const keys = [...sm4RoundKeys(key)].reverse();
  if (ciphertext.length === 0 || ciphertext.length % BLOCK !== 0) return null;
  const out = new Uint8Array(ciphertext.length);
  let previous = iv;
  for (let position = 0; position < out.length; position += BLOCK) {
    const block = ciphertext.subarray(position, position + BLOCK);
    out.set(exclusiveOr(sm4Block(keys, block), previous), position);
    previous = block;
  }
  const padding = out[out.length - 1] ?? 0;
  if (padding < 1 || padding > BLOCK || out.subarray(-padding).some((octet) => octet !== padding)) return null;
  return out.subarray(0, -padding);
}

/**
 * SM4-CTR: encrypts, and decrypts what it encrypted; `counter` is the first counter block.
 * @throws {YinzhengError} KEY_INVALID when key or counter have another length than 16 bytes
 */
export function sm4Ctr(key: Uint8Array, counter: Uint8Array, bytes: Uint8Array): Uint8Array {
  checkLength(counter);
  const keys = sm4RoundKeys(key);
  const current = Uint8Array.from(counter);
  const out = new Uint8Array(bytes.length);
  for (let position = 0; position < bytes.length; position += BLOCK) {
    out.set(exclusiveOr(bytes.subarray(position, position + BLOCK), sm4Block(keys, current)), position);
    for (let index = BLOCK - 1; index >= 0; index--) {
      current[index] = ((current[index] ?? 0) + 1) & 0xff;
      if (current[index] !== 0) break;
    }
  }
  return out;
}

function exclusiveOr(left: Uint8Array, right: Uint8Array): Uint8Array {
  return left.map((octet, index) => octet ^ (right[index] ?? 0));
}

function substitute(word: number): number {
  return (
    ((SBOX[word >>> 24] ?? 0) << 24) |
    ((SBOX[(word >>> 16) & 0xff] ?? 0) << 16) |
    ((SBOX[(word >>> 8) & 0xff] ?? 0) << 8) |
    (SBOX[word & 0xff] ?? 0)
  );
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function wordsOf(block: Uint8Array): number[] {
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  return [0, 4, 8, 12].map((offset) => view.getInt32(offset));
}

function checkLength(block: Uint8Array): void {
  if (block.length !== BLOCK) throw new YinzhengError('KEY_INVALID', { technical: 'SM4 takes a key and an IV of 16 bytes' });
}
