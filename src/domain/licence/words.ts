/** What states and acts are called when people are told of them. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { EventOutcome, EventState } from './acts.ts';
import type { StatusEventKind } from './status-events.ts';

/** The states that events lead to. */
export const STATE_WORDS: Readonly<Record<EventState, Bilingual>> = {
  'in-force': { en: 'in force', zh: '有效' },
  suspended: { en: 'suspended', zh: '暂扣' },
  'transferred-out': { en: 'transferred out', zh: '转出' },
  cancelled: { en: 'cancelled', zh: '已注销' },
  rescinded: { en: 'rescinded', zh: '已撤销' },
  revoked: { en: 'revoked', zh: '已吊销' },
  void: { en: 'void', zh: '已作废' },
};

/** The acts on a licence's status. */
export const EVENT_WORDS: Readonly<Record<StatusEventKind, Bilingual>> = {
  suspend: { en: 'suspended', zh: '暂扣' },
  resume: { en: 'resumed', zh: '发还' },
  'transfer-out': { en: 'transferred out', zh: '转出' },
  'transfer-in': { en: 'transferred in', zh: '转入' },
  cancel: { en: 'cancelled', zh: '注销' },
  rescind: { en: 'rescinded', zh: '撤销' },
  revoke: { en: 'revoked', zh: '吊销' },
  void: { en: 'made void', zh: '作废' },
};

/** Whether an act holds, will hold, or never does, and in the last case why. */
export interface EventEffect {
  readonly effect: 'effective' | 'planned' | 'none';
  readonly note: Bilingual | null;
}

/** What has come, at a moment, of a recorded act; told of one without effect: what it met. */
export function effectOf({ event, met, next }: EventOutcome, moment: Instant): EventEffect {
  if (next !== null) return { effect: Date.parse(event.effectiveAt) <= moment ? 'effective' : 'planned', note: null };
  const note =
    event.kind === 'resume' && met === 'suspended'
      ? bilingual('no effect: the suspension then in force was decided later', '不发生效力：届时的暂扣系在其后另行决定')
      : event.kind === 'transfer-in' && met === 'transferred-out'
        ? bilingual('no effect: the transfer then in force was decided later', '不发生效力：届时的转出系在其后另行决定')
        : bilingual(
            `no effect: the licence is ${STATE_WORDS[met].en} by then`,
            `不发生效力：届时证照状态为“${STATE_WORDS[met].zh}”`,
          );
  return { effect: 'none', note };
}
