import type { Bilingual } from '../../base/errors/index.ts';
import type { FieldsResult } from '../../domain/licence/index.ts';

/** What the results of a check by fields are called. */
export const FIELDS_RESULT_WORDS: Readonly<Record<FieldsResult, Bilingual>> = {
  incomplete: { en: 'not enough is stated', zh: '信息不全' },
  'not-found': { en: 'there is no such information', zh: '查无此信息' },
  inconsistent: { en: 'what is stated is not so', zh: '参数不一致' },
  'not-yet-active': { en: 'right, and not yet active', zh: '正确且未激活' },
  'temporarily-invalid': { en: 'right, and out of force for a time', zh: '正确且暂时失效' },
  'no-longer-valid': { en: 'right, and no longer in force', zh: '正确且已失效' },
  valid: { en: 'right, and in force', zh: '正确且有效' },
};
