import type { Messages } from './shape.ts';

/** The store, its files and its journal. */
export const storageMessages = {
  VERSION_CONFLICT: { en: 'The record was changed meanwhile; read it again', zh: '记录已被他人修改，请重新读取' },
  ALREADY_EXISTS: { en: 'There is already a record with this key: {key}', zh: '已存在相同键的记录：{key}' },
  STORE_UNAVAILABLE: { en: 'The database cannot be reached', zh: '数据库不可用' },
} as const satisfies Messages;
