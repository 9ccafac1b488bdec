/** A claim as the address of the public page carries it: Base64url behind `#`, which browsers keep to themselves. */
import { fromBase64, toBase64, toHex } from '../base/bytes.ts';
import { YinzhengError } from '../base/errors/index.ts';
import { mod3736 } from '../base/mod-37-36.ts';
import { LONGEST_CLAIM } from './claim.ts';

const LONGEST = Math.ceil((LONGEST_CLAIM * 4) / 3);

/** The address that a QR code carries: what is before `#` is asked of the server, what is behind it is not. */
export function claimAddress(publicUrl: string, bytes: Uint8Array): string {
  const text = toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return `${publicUrl}/v#${text}`;
}

/**
 * The octets of a claim in a text: an address as {@link claimAddress} writes it, or what is behind its `#` alone.
 * @throws {YinzhengError} CLAIM_MALFORMED when there are none
 */
export function readClaimText(text: string): Uint8Array {
  const behind = text.trim().slice(text.trim().lastIndexOf('#') + 1);
  if (behind.length > LONGEST || !/^[A-Za-z0-9_-]+$/.test(behind) || behind.length % 4 === 1) throw notOne();
  const bytes = fromBase64(behind.replaceAll('-', '+').replaceAll('_', '/'));
  // The last character has bits that belong to no octet; they are zero.
  if (!claimAddress('', bytes).endsWith(`#${behind}`)) throw notOne();
  return bytes;
}

function notOne(): YinzhengError {
  return new YinzhengError('CLAIM_MALFORMED', { technical: 'it is not Base64url' });
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The verification code as it is printed, from the 10 octets in a claim. */
export function printedCode(code: Uint8Array): string {
  const bits = BigInt(`0x${toHex(code)}`);
  const characters = Array.from({ length: 16 }, (_, at) => ALPHABET.charAt(Number((bits >> BigInt(75 - at * 5)) & 31n))).join('');
  return [...(characters.match(/.{4}/g) ?? []), mod3736(characters) ?? ''].join('-');
}
