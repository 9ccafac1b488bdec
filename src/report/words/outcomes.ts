import type { Conclusion, Outcome } from '../model.ts';
import type { Words } from './shape.ts';

/** A conclusion in one word. */
export const CONCLUSION_WORDS: Readonly<Record<Conclusion, Words>> = {
  passed: { en: 'Passed', zh: '通过' },
  indeterminate: { en: 'Undecided', zh: '无法确定' },
  failed: { en: 'Failed', zh: '不通过' },
};

/** The outcome of one check in one word. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, Words>> = {
  ...CONCLUSION_WORDS,
  skipped: { en: 'Not asked', zh: '未检查' },
};
