/** PEM text (RFC 7468). */
import { fromBase64, fromUtf8, toBase64 } from '../base/bytes.ts';
import { bilingual, YinzhengError } from '../base/errors/index.ts';
import { parseCertificate } from './certificate/parse.ts';
import type { Certificate } from './model.ts';

/** Largest file of certificates that is read, bytes. */
export const MAX_PEM_BYTES = 4 * 1024 * 1024;
const MAX_BLOCKS = 2000;
const SEQUENCE = 0x30;

/**
 * The contents of all blocks with a label (`CERTIFICATE`, `X509 CRL`, …), in order; text around them is ignored.
 * @throws {YinzhengError} INPUT_INVALID when a block is not Base64 or not closed, INPUT_TOO_LARGE
 */
export function readPem(text: string, label: string): readonly Uint8Array[] {
  if (text.length > MAX_PEM_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_PEM_BYTES });
  const begin = `-----BEGIN ${label}-----`;
  const end = `-----END ${label}-----`;
  const blocks: Uint8Array[] = [];
  for (let start = text.indexOf(begin); start !== -1;) {
    const stop = text.indexOf(end, start);
    if (stop === -1 || blocks.length >= MAX_BLOCKS)
      throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`PEM block ${label}`, `PEM 块 ${label} 有误`) });
    blocks.push(decodeBlock(text.slice(start + begin.length, stop), label));
    start = text.indexOf(begin, stop + end.length);
  }
  return blocks;
}

/** One PEM block, lines of 64 characters, with a line end after it. */
export function writePem(label: string, der: Uint8Array): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/**
 * The contents of a file that is either one DER value or PEM blocks with a label.
 * @throws {YinzhengError} INPUT_INVALID when it is neither, INPUT_TOO_LARGE
 */
export function readDerOrPem(bytes: Uint8Array, label: string): readonly Uint8Array[] {
  if (bytes.length > MAX_PEM_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_PEM_BYTES });
  if (bytes[0] === SEQUENCE) return [bytes];
  let text: string;
  try {
    text = fromUtf8(bytes);
  } catch (cause) {
    throw new YinzhengError(
      'INPUT_INVALID',
      { reason: bilingual(`neither DER nor PEM (${label})`, `既不是 DER 也不是 PEM（${label}）`) },
      { cause },
    );
  }
  const blocks = readPem(text, label);
  if (blocks.length === 0)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`neither DER nor PEM (${label})`, `既不是 DER 也不是 PEM（${label}）`),
    });
  return blocks;
}

/**
 * The certificates of a file: one in DER, or any number in PEM.
 * @throws {YinzhengError} INPUT_INVALID, INPUT_TOO_LARGE, CERTIFICATE_MALFORMED, DER_MALFORMED
 */
export function readCertificates(bytes: Uint8Array): readonly Certificate[] {
  return readDerOrPem(bytes, 'CERTIFICATE').map(parseCertificate);
}

function decodeBlock(base64: string, label: string): Uint8Array {
  try {
    return fromBase64(base64);
  } catch (cause) {
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`PEM block ${label}`, `PEM 块 ${label} 有误`) }, { cause });
  }
}
