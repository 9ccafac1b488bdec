export { checkEnded, checkUse, LONGEST_COPY_TERM, MOST_COPIES, MOST_COPY_TEXT } from './check.ts';
export { erasedCopy } from './erased.ts';
export type { CopyKind, CopyUse, LicenceCopyRecord } from './model.ts';
export { COPY_NUMBER, COPY_NUMBER_RANDOM, copyNumber } from './number.ts';
export { copyState, type CopyState } from './state.ts';
export { copyWords, ENDED_MARKS, endedLines, useLines } from './texts.ts';
