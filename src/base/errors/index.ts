export { bilingual, type Bilingual } from './bilingual.ts';
export { isYinzhengError, WORDED_DETAILS, YinzhengError, type ErrorDetails } from './error.ts';
export { messages, type ErrorCode } from './messages.ts';
