/** What the states of seals are called when people are told of them. */
import type { Bilingual } from '../../base/errors/index.ts';
import type { SealState, SealStep } from './life.ts';

/** The states of a seal version, `expired` when its period is over, and `none` for a seal that was never made. */
export const SEAL_STATE_WORDS: Readonly<Record<SealState | 'expired' | 'none', Bilingual>> = {
  made: { en: 'made and not filed yet', zh: '已制作，尚未备案' },
  'in-use': { en: 'in use', zh: '启用' },
  suspended: { en: 'stopped', zh: '已停用' },
  cancelled: { en: 'cancelled', zh: '已注销' },
  lost: { en: 'reported lost', zh: '已挂失' },
  compromised: { en: 'reported compromised', zh: '密钥已失控' },
  expired: { en: 'expired', zh: '已过期' },
  replaced: { en: 'replaced', zh: '已更换' },
  none: { en: 'never made', zh: '尚未制作' },
};

/** What the steps in the life of a seal are called when people are told of them. */
export const SEAL_STEP_WORDS: Readonly<Record<SealStep, Bilingual>> = {
  file: { en: 'filed, in use from then on', zh: '备案启用' },
  suspend: { en: 'stopped', zh: '停用' },
  resume: { en: 'resumed', zh: '恢复使用' },
  cancel: { en: 'cancelled', zh: '注销' },
  'report-lost': { en: 'reported lost', zh: '挂失' },
  'report-compromised': { en: 'reported compromised', zh: '报告密钥失控' },
  replace: { en: 'replaced', zh: '更换' },
};

/** What every seal and licence of a demonstration says on its face. */
export const SPECIMEN_MARKING = '样本 无效';
