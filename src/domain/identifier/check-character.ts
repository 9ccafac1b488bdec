/** Check characters of licence identifiers and printed codes: ISO/IEC 7064 MOD 37,36 (GB/T 17710). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The check character of a body of digits and capital letters (hybrid system MOD 37,36).
 * @throws {YinzhengError} IDENTIFIER_INVALID when the body has another character
 */
export function checkCharacter(body: string): string {
  let product = 36;
  for (const character of body) {
    const value = ALPHABET.indexOf(character);
    if (value < 0)
      throw new YinzhengError('IDENTIFIER_INVALID', { reason: bilingual(`character ${character}`, `含有字符 ${character}`) });
    const sum = (product + value) % 36 || 36;
    product = (sum * 2) % 37;
  }
  return ALPHABET.charAt((37 - product) % 36);
}
