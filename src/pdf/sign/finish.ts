import { YinzhengError } from '../../base/errors/index.ts';
import type { SealDraft } from './draft.ts';

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
  let at = offset;
  for (const byte of contents) {
    file[at++] = digit(byte >> 4);
    file[at++] = digit(byte & 15);
  }
  return file;
}

/** ASCII code of a hexadecimal digit, lower case. */
function digit(value: number): number {
  return value + (value < 10 ? 0x30 : 0x57);
}
