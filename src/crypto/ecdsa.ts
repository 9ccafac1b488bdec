/** ECDSA signature values (RFC 3279 §2.2.3). */

const LONGEST_INTEGER = 67;

/** True for the strict DER `SEQUENCE {r INTEGER, s INTEGER}` of two positive numbers of at most 528 bits. */
export function isEcdsaSignature(der: Uint8Array): boolean {
  const headerLength = (der[1] ?? 0) === 0x81 ? 3 : 2;
  const length = der[headerLength - 1] ?? 0;
  if (der[0] !== 0x30 || (headerLength === 3) !== length >= 0x80 || headerLength + length !== der.length) return false;
  const endOfR = endOfInteger(der, headerLength);
  return endOfR !== null && endOfInteger(der, endOfR) === der.length;
}

function endOfInteger(der: Uint8Array, offset: number): number | null {
  const length = der[offset + 1] ?? 0;
  const first = der[offset + 2] ?? 0x80;
  if (der[offset] !== 0x02 || length < 1 || length > LONGEST_INTEGER || first >= 0x80) return null;
  if (first === 0 && (length === 1 || (der[offset + 3] ?? 0) < 0x80)) return null;
  return offset + 2 + length <= der.length ? offset + 2 + length : null;
}
