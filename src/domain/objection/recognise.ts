import type { AttachmentType } from './model.ts';

const SIGNATURES: readonly (readonly [AttachmentType, readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  // The signature, and that the first chunk is the header.
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
];

/** What a piece of evidence is, by its first bytes and not by what somebody calls it; null for anything that is not taken. */
export function recogniseAttachment(bytes: Uint8Array): AttachmentType | null {
  return SIGNATURES.find(([, signature]) => signature.every((octet, index) => bytes[index] === octet))?.[0] ?? null;
}
