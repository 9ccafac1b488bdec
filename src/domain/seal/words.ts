/** What the states of seals are called when people are told of them. */
import type { Bilingual } from '../../base/errors/index.ts';
import type { SealState } from './life.ts';

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
