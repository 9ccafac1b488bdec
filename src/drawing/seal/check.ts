/** What a seal face may have on it, and how large it may be. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { OvalSeal, RoundSeal, SealFace, SquareSeal } from './model.ts';

const SMALLEST = 20;
const LARGEST = 80;
const SMALLEST_SIDE = 10;
const SHORTEST_NAME = 2;
const LONGEST_NAME = 40;
const LONGEST_PERSON = 12;
const LONGEST_TEXT = 24;
const LONGEST_SECOND_NAME = 120;

/**
 * Refuses texts and sizes that are out of range.
 * @throws {YinzhengError} SEAL_FACE_INVALID
 */
export function checkSeal(seal: SealFace): void {
  switch (seal.shape) {
    case 'round':
      checkRound(seal);
      break;
    case 'oval':
      checkOval(seal);
      break;
    case 'square':
      checkSquare(seal);
  }
  const longest = seal.shape === 'square' ? LONGEST_PERSON : LONGEST_NAME;
  const length = Array.from(seal.name).length;
  if (length < SHORTEST_NAME || length > longest || seal.name.trim() !== seal.name)
    throw invalid(
      `the name must have ${SHORTEST_NAME} to ${longest} characters`,
      `名称应为 ${SHORTEST_NAME} 至 ${longest} 个字符，首尾无空格`,
    );
}

function checkRound({ size: { diameter, ringWidth }, secondName, lowerLine, code, marking }: RoundSeal): void {
  if (!isWithin(diameter))
    throw invalid(`the diameter must be ${SMALLEST} to ${LARGEST} mm`, `直径应为 ${SMALLEST} 至 ${LARGEST} 毫米`);
  checkRing(ringWidth, diameter);
  if (secondName !== undefined && (secondName.trim() === '' || secondName.length > LONGEST_SECOND_NAME))
    throw invalid(
      `the second name must have at most ${LONGEST_SECOND_NAME} characters`,
      `第二种文字的名称应为 1 至 ${LONGEST_SECOND_NAME} 个字符`,
    );
  checkLines([lowerLine, code, marking]);
}

function checkOval({ size: { width, height, ringWidth }, middleLine, lowerLine, marking }: OvalSeal): void {
  if (!isWithin(width) || !isWithin(height) || height > width || height < width / 2)
    throw invalid(
      `an oval must be ${SMALLEST} to ${LARGEST} mm wide, and at least half as high`,
      `椭圆章宽应为 ${SMALLEST} 至 ${LARGEST} 毫米，高不小于宽的一半`,
    );
  checkRing(ringWidth, height);
  checkLines([middleLine, lowerLine, marking]);
}

function checkSquare({ size: { side, frameWidth }, marking }: SquareSeal): void {
  if (!(side >= SMALLEST_SIDE && side <= LARGEST))
    throw invalid(`the side must be ${SMALLEST_SIDE} to ${LARGEST} mm`, `边长应为 ${SMALLEST_SIDE} 至 ${LARGEST} 毫米`);
  checkRing(frameWidth, side);
  checkLines([marking]);
}

function isWithin(length: number): boolean {
  return length >= SMALLEST && length <= LARGEST;
}

function checkRing(width: number, of: number): void {
  if (!(width > 0 && width <= of / 10)) throw invalid('the ring is too wide', '边框过宽');
}

function checkLines(lines: readonly (string | undefined)[]): void {
  for (const text of lines)
    if (text !== undefined && (text.trim() === '' || Array.from(text).length > LONGEST_TEXT))
      throw invalid(
        `a text in or below the centre must have 1 to ${LONGEST_TEXT} characters`,
        `中心及其下方的文字应为 1 至 ${LONGEST_TEXT} 个字符`,
      );
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('SEAL_FACE_INVALID', { reason: bilingual(en, zh) });
}
