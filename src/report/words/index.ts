export { ADVICE_WORDS } from './advice.ts';
export { ANSWER_WORDS } from './answers.ts';
export { CHECK_WORDS } from './checks.ts';
export { CODE_WORDS } from './codes.ts';
export { DEVIATION_WORDS } from './deviations.ts';
export { CONCLUSION_WORDS, OUTCOME_WORDS } from './outcomes.ts';
export { PROOF_WORDS, QUESTION_WORDS } from './questions.ts';
export type { CodeWords, Words } from './shape.ts';
export { LICENCE_STATUS_NAMES, LICENCE_STATUS_WORDS, isLicenceStatusName, type LicenceStatusName } from './statuses.ts';
