/** What is asked for and decided by somebody else: which step follows which. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Asked, AskedState, AskedStep, TakenStep } from './model.ts';

const NEXT: Readonly<Record<AskedState, Readonly<Partial<Record<AskedStep, AskedState>>>>> = {
  asked: { accept: 'accepted', refuse: 'refused', end: 'ended' },
  accepted: { end: 'ended' },
  refused: {},
  ended: {},
};

/**
 * What was asked for after a step.
 * @throws {YinzhengError} HOLDER_APPLICATION_REFUSED where the step is not possible
 */
export function stepTaken<A extends Asked>(asked: A, taken: TakenStep): A {
  const state = NEXT[asked.state][taken.step];
  if (state === undefined)
    throw new YinzhengError('HOLDER_APPLICATION_REFUSED', {
      reason: bilingual(`it is ${asked.state} already`, '该申请已处理完毕'),
    });
  return { ...asked, state, steps: [...asked.steps, taken] };
}
