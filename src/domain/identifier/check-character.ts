/** Check characters of licence identifiers and printed codes: ISO/IEC 7064 MOD 37,36 (GB/T 17710). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { mod3736 } from '../../base/mod-37-36.ts';

/**
 * The check character of a body of digits and capital letters (hybrid system MOD 37,36).
 * @throws {YinzhengError} IDENTIFIER_INVALID when the body has another character
 */
export function checkCharacter(body: string): string {
  const check = mod3736(body);
  if (check !== null) return check;
  const character = [...body].find((one) => mod3736(one) === null) ?? '';
  throw new YinzhengError('IDENTIFIER_INVALID', { reason: bilingual(`character ${character}`, `含有字符 ${character}`) });
}
