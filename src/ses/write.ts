/** What seals and seal signatures share when written. */
import { bilingual, YinzhengError } from '../base/errors/index.ts';
import type { Instant } from '../base/time.ts';
import { der } from '../asn1/index.ts';
import { decodeSignature } from '../crypto/index.ts';
import type { SesExtension } from './seal/model.ts';

/**
 * IA5String of a field.
 * @throws {YinzhengError} INPUT_INVALID when the text is empty or not printable ASCII
 */
export function ascii(text: string, field: string): Uint8Array {
  if (!/^[\x20-\x7e]+$/.test(text))
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`${field} must be printable ASCII`, `${field} 应为可打印的 ASCII 字符`),
    });
  return der.ia5String(text);
}

const LATEST = Date.UTC(9999, 11, 31);

/**
 * GeneralizedTime of a field, cut to whole seconds.
 * @throws {YinzhengError} INPUT_INVALID when it is not between the years 1970 and 9999
 */
export function time(instant: Instant, field: string): Uint8Array {
  if (!(instant >= 0 && instant <= LATEST))
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual(`${field} is not a usable time`, `${field} 不是可用的时间`) });
  return der.generalizedTime(instant);
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
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('the signature value is not SEQUENCE {r, s}', '签名值不是 SEQUENCE {r, s}'),
    });
  }
  return der.bitString(signature);
}
