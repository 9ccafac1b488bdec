import type { CheckCode } from '../codes.ts';
import { LICENCE_CODE_WORDS } from './licence-codes.ts';
import { SEAL_CODE_WORDS } from './seal-codes.ts';
import type { CodeWords } from './shape.ts';
import { SIGNATURE_CODE_WORDS } from './signature-codes.ts';

/** Each reason of a verdict as a headline and as a sentence; no two codes share a headline. */
export const CODE_WORDS: Readonly<Record<CheckCode, CodeWords>> = {
  ...SIGNATURE_CODE_WORDS,
  ...SEAL_CODE_WORDS,
  ...LICENCE_CODE_WORDS,
};
