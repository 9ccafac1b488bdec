export { bilingual, type Bilingual } from './bilingual.ts';
export { isYinzhengError, YinzhengError, type ErrorDetails } from './error.ts';
export { messages, type ErrorCode } from './messages.ts';
