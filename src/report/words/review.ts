import type { Bilingual } from '../../base/errors/index.ts';
import type { ReviewStateName } from '../model.ts';

/** How a licence stands with its annual review, for people. */
export const REVIEW_STATE_WORDS: Readonly<Record<ReviewStateName, Bilingual>> = {
  'up-to-date': { en: 'up to date', zh: '正常' },
  due: { en: 'due', zh: '待年检' },
  overdue: { en: 'overdue', zh: '逾期未年检' },
  failed: { en: 'failed', zh: '年检不合格' },
};
