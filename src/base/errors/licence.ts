import type { Messages } from './shape.ts';

/** Licence types, licences and their life. */
export const licenceMessages = {
  LICENCE_NOT_FOUND: { en: 'There is no such licence', zh: '没有该证照' },
  LICENCE_TYPE_NOT_FOUND: { en: 'There is no such licence type: {type}', zh: '没有该证照类型：{type}' },
  IDENTIFIER_INVALID: { en: 'The identifier is not valid: {reason}', zh: '证照标识无效：{reason}' },
} as const satisfies Messages;
