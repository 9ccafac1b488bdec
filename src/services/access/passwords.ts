/** What passwords have to be. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

const SHORTEST_PASSWORD = 12;
const LONGEST_PASSWORD = 256;
/** How long a password that somebody else gave out can be used to choose one of one's own, ms. */
export const INITIAL_PASSWORD_LIFE = 7 * 24 * 3_600_000;

/**
 * Refuses a password that is too short or too long.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkPassword(password: string): void {
  if ([...password].length >= SHORTEST_PASSWORD && password.length <= LONGEST_PASSWORD) return;
  throw new YinzhengError('INPUT_INVALID', {
    reason: bilingual(
      `a password has ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`,
      `口令为 ${SHORTEST_PASSWORD} 至 ${LONGEST_PASSWORD} 个字符`,
    ),
  });
}
