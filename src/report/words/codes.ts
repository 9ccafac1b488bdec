import type { CheckCode } from '../codes.ts';
import type { Check } from '../model.ts';
import { LICENCE_CODE_WORDS } from './licence-codes.ts';
import { MAKER_CODE_WORDS } from './maker-codes.ts';
import { SEAL_CODE_WORDS } from './seal-codes.ts';
import type { CodeWords } from './shape.ts';
import { SIGNATURE_CODE_WORDS } from './signature-codes.ts';

/** Each reason of a verdict as a headline and as a sentence; no two codes share a headline. */
export const CODE_WORDS: Readonly<Record<CheckCode, CodeWords>> = {
  ...SIGNATURE_CODE_WORDS,
  ...SEAL_CODE_WORDS,
  ...LICENCE_CODE_WORDS,
};

type Asked = readonly Pick<Check, 'id' | 'code' | 'outcome'>[];

/** Whether a code arose in these checks, and with the seal's maker alone. */
export function aroseAtMakerAlone(code: CheckCode, checks: Asked): boolean {
  const from = checks.filter((check) => check.code === code && check.outcome !== 'passed');
  return from.length > 0 && from.every(({ id }) => id === 'seal-maker');
}

/** The words of a code as it arose in these checks: those of the seal's maker where it arose there alone. */
export function wordsOf(code: CheckCode, checks: Asked): CodeWords {
  return (aroseAtMakerAlone(code, checks) && MAKER_CODE_WORDS[code]) || CODE_WORDS[code];
}
