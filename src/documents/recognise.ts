import { YinzhengError } from '../base/errors/index.ts';

/** Formats that are told apart by their first bytes. */
export type DocumentFormat = 'pdf' | 'ofd' | 'der';

/** Bytes within which a PDF header must begin; more than a byte order mark of junk is not a PDF to us. */
const HEADER_WINDOW = 1024;

/** The format of a file by its content, null for none that is known. Names and media types are never believed. */
export function recognise(bytes: Uint8Array): DocumentFormat | null {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04) return 'ofd';
  if (indexOfHeader(bytes) >= 0) return 'pdf';
  if (bytes[0] === 0x30 && bytes.length > 8) return 'der';
  return null;
}

/**
 * Refuses what is no PDF.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED
 */
export function requirePdf(bytes: Uint8Array): void {
  if (recognise(bytes) !== 'pdf') throw new YinzhengError('DOCUMENT_UNRECOGNISED');
}

function indexOfHeader(bytes: Uint8Array): number {
  const end = Math.min(bytes.length - 5, HEADER_WINDOW);
  for (let index = 0; index <= end; index++) {
    if (
      bytes[index] === 0x25 &&
      bytes[index + 1] === 0x50 &&
      bytes[index + 2] === 0x44 &&
      bytes[index + 3] === 0x46 &&
      bytes[index + 4] === 0x2d
    ) {
      return index;
    }
  }
  return -1;
}
