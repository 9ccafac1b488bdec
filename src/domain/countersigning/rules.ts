/** Whose turn it is: steps of a lower rank come first, steps of one rank in any order. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { PlanState, StepState } from './model.ts';

/** Most steps of a plan. */
export const MOST_STEPS = 32;
/** Longest time that a plan may take, ms. */
export const LONGEST_PLAN = 180 * 86_400_000;

/** What the rules know of a step; times are ISO 8601. */
export interface StepTerms {
  readonly rank: number;
  readonly organisation: string;
  readonly seal: string;
  readonly dueAt: string;
}

/** What the rules know of a plan. */
export interface PlannedSteps {
  readonly state: PlanState;
  readonly steps: readonly (StepTerms & { readonly state: StepState })[];
  /** ISO 8601: when the time of the whole plan is over. */
  readonly expiresAt: string;
}

/** How a plan stands, in words. */
export const PLAN_STATE_WORDS: Readonly<Record<PlanState, Bilingual>> = {
  draft: bilingual('it is a draft', '尚为草稿'),
  open: bilingual('it is with the parties', '会签中'),
  completed: bilingual('it is completed', '已完成会签'),
  refused: bilingual('a party refused', '有会签方拒绝'),
  withdrawn: bilingual('it was withdrawn', '已撤回'),
  expired: bilingual('its time is over', '已逾期'),
};

/** The state at a time: what is not done in time has expired by the time alone. */
export function planStateAt({ state, steps, expiresAt }: PlannedSteps, now: Instant): PlanState {
  if (state !== 'draft' && state !== 'open') return state;
  const isLate = state === 'open' && steps.some((step) => step.state === 'waiting' && now >= Date.parse(step.dueAt));
  return isLate || now >= Date.parse(expiresAt) ? 'expired' : state;
}

/** Numbers, from 1, of the steps whose turn it is: those of the lowest rank that is not done; none of a plan that is not open. */
export function stepsInTurn({ state, steps }: Pick<PlannedSteps, 'state' | 'steps'>): readonly number[] {
  if (state !== 'open') return [];
  const rank = Math.min(...steps.filter((step) => step.state === 'waiting').map((step) => step.rank));
  return steps.flatMap((step, index) => (step.state === 'waiting' && step.rank === rank ? [index + 1] : []));
}

/** Organisations whose turn it is, each once. */
export function waitingOrganisations(plan: Pick<PlannedSteps, 'state' | 'steps'>): readonly string[] {
  return [...new Set(stepsInTurn(plan).map((number) => plan.steps[number - 1]?.organisation ?? ''))];
}

/** Every organisation that has to do with a plan, who began it first, each once. */
export function partiesOf(organisation: string, steps: readonly Pick<StepTerms, 'organisation'>[]): readonly string[] {
  return [...new Set([organisation, ...steps.map((step) => step.organisation)])];
}

/** Why a step cannot be taken now: it was taken, or another comes first; null where it can. */
export function whyNotInTurn(plan: Pick<PlannedSteps, 'state' | 'steps'>, number: number): Bilingual | null {
  if (plan.steps[number - 1]?.state !== 'waiting') return bilingual('it was taken already', '该步骤已办结');
  const turn = stepsInTurn(plan);
  if (turn.includes(number)) return null;
  const first = turn.join(', ');
  return bilingual(`step ${first} comes first`, `须先完成第 ${turn.join('、')} 步`);
}

/** What is wrong with the steps of a new plan, and where; null when nothing is. */
export function whyNotPlanned(
  { steps, expiresAt }: { readonly steps: readonly StepTerms[]; readonly expiresAt: string },
  now: Instant,
): { readonly step: number; readonly reason: Bilingual } | null {
  const wrong = (step: number, en: string, zh: string) => ({ step, reason: bilingual(en, zh) });
  const end = Date.parse(expiresAt);
  if (steps.length === 0 || steps.length > MOST_STEPS)
    return wrong(0, `a plan has 1 to ${MOST_STEPS} steps`, `会签计划应有 1 至 ${MOST_STEPS} 个步骤`);
  if (end <= now || end > now + LONGEST_PLAN) return wrong(0, 'it ends within 180 days from now', '会签期限应在此后 180 日之内');
  const ranks = [...new Set(steps.map(({ rank }) => rank))].sort((left, right) => left - right);
  if (ranks.some((rank, index) => rank !== index + 1))
    return wrong(0, 'ranks begin with 1 and leave none out', '次序应从 1 起连续编号');
  let before = now;
  for (const rank of ranks) {
    for (const [index, step] of steps.entries()) {
      if (step.rank !== rank) continue;
      const due = Date.parse(step.dueAt);
      if (due <= before || due > end)
        return wrong(
          index + 1,
          'it is due after the steps before it and before the plan ends',
          '办理期限应晚于前序步骤且不晚于会签期限',
        );
    }
    // Steps of later ranks may be due together with the last of this one, not before.
    before = Math.max(...steps.filter((step) => step.rank === rank).map(({ dueAt }) => Date.parse(dueAt))) - 1;
  }
  const seals = steps.map(({ seal }) => seal);
  const twice = seals.findIndex((seal, index) => seals.indexOf(seal) !== index);
  return twice === -1 ? null : wrong(twice + 1, 'the seal has a step already', '该印章已有会签步骤');
}
