import { YinzhengError } from '../../base/errors/index.ts';
import type { SealDraft } from './draft.ts';

/** ASCII codes of the two hexadecimal digits of each byte, lower case, as one number of 16 bits in the order of this machine. */
const PAIRS = Uint16Array.from({ length: 256 }, (_, byte) => {
  const digits = byte.toString(16).padStart(2, '0');
  const [pair = 0] = new Uint16Array(Uint8Array.of(digits.charCodeAt(0), digits.charCodeAt(1)).buffer);
  return pair;
});

/**
 * Puts the signature value (DER of SES_Signature, GB/T 38540) into the hole; the rest of the hole stays zero. The draft is unchanged.
 * @throws {YinzhengError} SIGNATURE_TOO_LARGE with the `needed` and the `available` bytes
 */
export function finishSeal(draft: SealDraft, contents: Uint8Array): Uint8Array {
  const { offset, capacity } = draft.hole;
  if (contents.length > capacity) {
    throw new YinzhengError('SIGNATURE_TOO_LARGE', { needed: contents.length, available: capacity });
  }
  const file = draft.bytes.slice();
  const digits = new Uint16Array(contents.length);
  // Neither is out of bounds.
  for (let index = 0; index < contents.length; index++) digits[index] = PAIRS[contents[index] as number] as number;
  file.set(new Uint8Array(digits.buffer), offset);
  return file;
}
