/** What presentation passwords (亮证口令) have to be. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';

const SHORTEST = 6;
const LONGEST = 64;

/**
 * Refuses a presentation password that is too short, too long, or the first that somebody would try: one character again and again, characters
 * in a row, or a part of the holder's own number.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkPresentationPassword(password: string, { code }: { readonly code: string }): void {
  const characters = [...password];
  const refuse = (en: string, zh: string) => new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
  if (characters.length < SHORTEST || password.length > LONGEST)
    throw refuse(`it has ${SHORTEST} to ${LONGEST} characters`, `亮证口令为 ${SHORTEST} 至 ${LONGEST} 个字符`);
  if (new Set(characters).size <= 2 || isRow(password))
    throw refuse('it is too simple: characters that repeat or follow each other', '亮证口令过于简单：不得为重复或连续字符');
  if (code.toUpperCase().includes(password.toUpperCase()))
    throw refuse('it is a part of your own number', '亮证口令不得为本人证件号码的一部分');
}

/** True where each character follows the one before, upwards or downwards. */
function isRow(password: string): boolean {
  const points = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  const steps = new Set(points.slice(1).map((point, index) => point - (points[index] ?? 0)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
