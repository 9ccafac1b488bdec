/** What states and acts are called when people are told of them. */
import type { Bilingual } from '../../base/errors/index.ts';
import type { StatusEventKind } from './model.ts';
import type { EventState } from './status.ts';

/** The states that events lead to. */
export const STATE_WORDS: Readonly<Record<EventState, Bilingual>> = {
  'in-force': { en: 'in force', zh: '有效' },
  suspended: { en: 'suspended', zh: '暂扣' },
  cancelled: { en: 'cancelled', zh: '已注销' },
  rescinded: { en: 'rescinded', zh: '已撤销' },
  revoked: { en: 'revoked', zh: '已吊销' },
  void: { en: 'void', zh: '已作废' },
};

/** The acts on a licence's status. */
export const EVENT_WORDS: Readonly<Record<StatusEventKind, Bilingual>> = {
  suspend: { en: 'suspended', zh: '暂扣' },
  resume: { en: 'resumed', zh: '发还' },
  cancel: { en: 'cancelled', zh: '注销' },
  rescind: { en: 'rescinded', zh: '撤销' },
  revoke: { en: 'revoked', zh: '吊销' },
  void: { en: 'made void', zh: '作废' },
};
