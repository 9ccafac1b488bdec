/** The life of a seal version (印章状态): which step leads from which state to which, and whose duty it is. */
import type { Instant } from '../../base/time.ts';

/**
 * State of a seal version in its life: made and not filed yet (已制作), in use since it was filed (已备案、启用), stopped for a time (停用),
 * cancelled (注销), lost (遗失), its key in other hands (失控), or another version took its place.
 */
export type SealState = 'made' | 'in-use' | 'suspended' | 'cancelled' | 'lost' | 'compromised' | 'replaced';

/**
 * Whose duty a step is: the owner's keeper of seals (印章管理员), the department that approves seals (制发部门), the unit that makes and
 * files them (制作管理单位); 电子印章管理办法, 国办发〔2025〕33号.
 */
export type SealDuty = 'keeper' | 'approver' | 'maker';

/** What is done to a seal version once it is made. */
export type SealStep = 'file' | 'suspend' | 'resume' | 'cancel' | 'report-lost' | 'report-compromised' | 'replace';

/** From which states a step leads where, and whose duty it is. */
export interface SealTransition {
  readonly from: readonly SealState[];
  readonly to: SealState;
  readonly duties: readonly SealDuty[];
}

/** States in which a version may come to be used, now or later. */
const ALIVE = ['made', 'in-use', 'suspended'] as const satisfies readonly SealState[];

/** Every step there is. Filing (备案) puts a seal into use; what was stopped goes on when another than who stopped it says so. */
export const SEAL_LIFE: Readonly<Record<SealStep, SealTransition>> = {
  file: { from: ['made'], to: 'in-use', duties: ['maker'] },
  suspend: { from: ['in-use'], to: 'suspended', duties: ['keeper', 'approver', 'maker'] },
  resume: { from: ['suspended'], to: 'in-use', duties: ['approver'] },
  cancel: { from: ALIVE, to: 'cancelled', duties: ['maker'] },
  'report-lost': { from: ALIVE, to: 'lost', duties: ['keeper', 'approver'] },
  // That a key was in other hands may come out long after the seal was cancelled.
  'report-compromised': {
    from: [...ALIVE, 'lost', 'cancelled', 'replaced'],
    to: 'compromised',
    duties: ['keeper', 'approver', 'maker'],
  },
  replace: { from: ALIVE, to: 'replaced', duties: ['maker'] },
};

/** The state that a step leads to from another; null where the step is not possible. */
export function stateAfter(state: SealState, step: SealStep): SealState | null {
  const { from, to } = SEAL_LIFE[step];
  return from.includes(state) ? to : null;
}

/** The state of a version at a time, ms: what may be used is `expired` when its period, which is never longer than its certificate's, is over. */
export function stateAt(
  { state, validTo }: { readonly state: SealState; readonly validTo: string },
  at: Instant,
): SealState | 'expired' {
  return (ALIVE as readonly SealState[]).includes(state) && at >= Date.parse(validTo) ? 'expired' : state;
}
