/**
 * Printed verification codes (查验码): 80 random bits as 16 characters of Crockford's Base32 alphabet and a check character, printed
 * as `XXXX-XXXX-XXXX-XXXX-C`. The code opens an answer about status, type, issuer and masked holder, never the file.
 */
import { YinzhengError } from '../../base/errors/index.ts';
import { checkCharacter } from './check-character.ts';

/** A code in its printed form. */
export type VerificationCode = string & { readonly brand: 'VerificationCode' };

/** Random bytes that a code takes. */
export const VERIFICATION_CODE_BYTES = 10;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The printed code of 10 random bytes.
 * @throws {RangeError} when there are not 10 bytes
 */
export function writeVerificationCode(random: Uint8Array): VerificationCode {
  if (random.length !== VERIFICATION_CODE_BYTES) throw new RangeError('a verification code takes 10 random bytes');
  let bits = 0n;
  for (const byte of random) bits = (bits << 8n) | BigInt(byte);
  let body = '';
  for (let index = 15n; index >= 0n; index--) body += ALPHABET.charAt(Number((bits >> (index * 5n)) & 31n));
  return grouped(body);
}

/**
 * Reads a code as people type it: any case, spaces and hyphens anywhere, O for 0, I and L for 1.
 * @throws {YinzhengError} VERIFICATION_CODE_INVALID when it has not 17 characters or its check character is wrong
 */
export function readVerificationCode(typed: string): VerificationCode {
  const compact = typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[\s\-‐-―－]/g, '');
  const body = compact.slice(0, 16).replace(/O/g, '0').replace(/[IL]/g, '1');
  const wellFormed = compact.length === 17 && [...body].every((character) => ALPHABET.includes(character));
  if (!wellFormed || checkCharacter(body) !== compact.charAt(16)) throw new YinzhengError('VERIFICATION_CODE_INVALID');
  return grouped(body);
}

/**
 * The random bytes of a code in its printed form.
 * @throws {YinzhengError} VERIFICATION_CODE_INVALID
 */
export function readVerificationCodeOctets(code: string): Uint8Array {
  let bits = 0n;
  for (const character of readVerificationCode(code).replaceAll('-', '').slice(0, 16))
    bits = (bits << 5n) | BigInt(ALPHABET.indexOf(character));
  return Uint8Array.from({ length: VERIFICATION_CODE_BYTES }, (_, at) => Number((bits >> BigInt(72 - at * 8)) & 255n));
}

function grouped(body: string): VerificationCode {
  return [...(body.match(/.{4}/g) ?? []), checkCharacter(body)].join('-') as VerificationCode;
}
