/** Licence identifiers (GB/T 36904) in as few octets as they take: their letters and digits as one number to the base 36. */
import { fromHex, toHex } from '../base/bytes.ts';

const ROOT = '1.2.156.3005.2.';
const FORM = /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18})\.([0-9A-Z]{1,32})\.(\d{3})\.([0-9A-Z])$/;
const [TYPE, ISSUER, EDITION, CHECK] = [21, 18, 3, 1];
const LONGEST_SERIAL = 32;
const BASE = 36;
const BITS = Math.log2(BASE);

/** Octets of the packed identifier with a serial of so many characters. */
export function packedLength(serial: number): number {
  return Math.ceil(((TYPE + ISSUER + EDITION + CHECK + serial) * BITS) / 8);
}

/**
 * The length of the serial and the packed identifier.
 * @throws {RangeError} when it is none of our own
 */
export function packIdentifier(identifier: string): { readonly serial: number; readonly packed: Uint8Array } {
  const [, ...parts] = FORM.exec(identifier) ?? [];
  const serial = parts[2]?.length ?? 0;
  if (serial === 0) throw new RangeError('the identifier is not of the form of GB/T 36904');
  let value = 0n;
  for (const character of parts.join('')) value = value * BigInt(BASE) + BigInt(Number.parseInt(character, BASE));
  return { serial, packed: fromHex(value.toString(16).padStart(packedLength(serial) * 2, '0')) };
}

/**
 * The identifier again.
 * @throws {RangeError} when the octets are none
 */
export function unpackIdentifier(packed: Uint8Array, serial: number): string {
  if (serial < 1 || serial > LONGEST_SERIAL || packed.length !== packedLength(serial))
    throw new RangeError('the identifier is none');
  const characters = TYPE + ISSUER + serial + EDITION + CHECK;
  const text = BigInt(`0x${toHex(packed)}`)
    .toString(BASE)
    .toUpperCase()
    .padStart(characters, '0');
  const cut = (from: number, length: number): string => text.slice(from, from + length);
  const parts = [cut(0, TYPE), cut(TYPE, ISSUER), cut(TYPE + ISSUER, serial), text.slice(-4, -1), text.slice(-1)];
  const identifier = ROOT + parts.join('.');
  if (text.length !== characters || !FORM.test(identifier)) throw new RangeError('the identifier is none');
  return identifier;
}
