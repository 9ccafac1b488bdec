/** What seals and seal signatures share when written. */
import { YinzhengError } from '../base/errors/index.ts';
import { der } from '../asn1/index.ts';
import { decodeSignature } from '../crypto/index.ts';
import type { SesExtension } from './seal/model.ts';

/**
 * IA5String of a field.
 * @throws {YinzhengError} INPUT_INVALID when the text is empty or not printable ASCII
 */
export function ascii(text: string, field: string): Uint8Array {
  if (!/^[\x20-\x7e]+$/.test(text)) throw new YinzhengError('INPUT_INVALID', { reason: `${field} must be printable ASCII` });
  return der.ia5String(text);
}

/** ExtensionDatas: `critical` is left out where false (DER, DEFAULT FALSE). */
export function extensionDatas(extensions: readonly SesExtension[]): Uint8Array {
  return der.sequence(
    ...extensions.map(({ oid, critical, value }) =>
      der.sequence(der.oid(oid), ...(critical ? [der.boolean(true)] : []), der.octetString(value)),
    ),
  );
}

/**
 * BIT STRING of an SM2 signature value (GB/T 35276).
 * @throws {YinzhengError} INPUT_INVALID when it is not the strict DER `SEQUENCE {r, s}`
 */
export function signatureValue(signature: Uint8Array): Uint8Array {
  if (decodeSignature(signature) === null) {
    throw new YinzhengError('INPUT_INVALID', { reason: 'the signature value is not SEQUENCE {r, s}' });
  }
  return der.bitString(signature);
}
