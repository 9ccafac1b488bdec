/** ECDSA signature values (RFC 3279 §2.2.3), and the form of public keys (RFC 5480 §2.2). */

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

/**
 * Whether the point of a SubjectPublicKeyInfo (DER that was read already) is in the hybrid form of X9.62, which RFC 5480 forbids and OpenSSL
 * takes: one key would have two writings.
 */
export function isHybridPoint(spki: Uint8Array): boolean {
  const algorithm = valueAt(spki, valueAt(spki, 0).content);
  const point = valueAt(spki, algorithm.end);
  // The first octet of a BIT STRING counts the bits that are not used.
  const form = spki[point.content + 1];
  return form === 0x06 || form === 0x07;
}

/** Where the content of the value at an offset begins, and where it ends. */
function valueAt(der: Uint8Array, offset: number): { readonly content: number; readonly end: number } {
  const first = der[offset + 1] ?? 0;
  const lengthOctets = first >= 0x80 ? first - 0x80 : 0;
  const content = offset + 2 + lengthOctets;
  const length = der.subarray(offset + 2, content).reduce((sum, octet) => sum * 256 + octet, 0);
  return { content, end: content + (lengthOctets === 0 ? first : length) };
}
