import assert from 'node:assert/strict';
import type { Actor } from '../../../src/domain/access/index.ts';
import {
  APPLICATION_STATE_WORDS,
  APPLICATION_STATES,
  APPLICATION_STEPS,
  faceFault,
  faceTitle,
  isOpen,
  stepFault,
  type ApplicationKind,
  type ApplicationState,
  type ApplicationStep,
  type SealFaceOrder,
  type TakenStep,
} from '../../../src/domain/seal/index.ts';

type Who = Pick<Actor, 'person' | 'organisation' | 'capacity'>;
const by = (person: string | null, organisation: string | null, capacity: Actor['capacity'] = 'seal-maker'): Who => ({
  ...{ person, organisation, capacity },
});
const taken = (step: TakenStep['step'], { person, organisation }: Who): TakenStep => ({
  ...{ step, by: { person, organisation }, at: '', note: null },
});
const [KEEPER, APPROVER, MAKER] = [by('keeper', 'owner'), by('approver', 'office'), by('maker', 'factory')];
const application = (state: ApplicationState, steps: readonly TakenStep[], kind: ApplicationKind = 'make') => ({
  kind,
  state,
  steps,
});
const applied = [taken('apply', KEEPER)];
const approved = [...applied, taken('approve', APPROVER)];
const allowed = (of: ReturnType<typeof application>, step: ApplicationStep, who: Who) => stepFault(of, step, who) === null;

describe('domain: applications for seals', () => {
  it('go their way and no other', () => {
    const way: Readonly<Record<ApplicationStep, readonly ApplicationState[]>> = {
      withdraw: ['applied', 'approved'],
      approve: ['applied'],
      refuse: ['applied'],
      'ask-certificate': ['approved', 'certificate-awaited'],
      make: ['approved', 'certificate-awaited'],
      file: ['made'],
      cancel: [],
    };
    for (const step of Object.keys(APPLICATION_STEPS) as ApplicationStep[])
      for (const state of APPLICATION_STATES)
        assert.equal(allowed(application(state, []), step, MAKER), way[step].includes(state), `${step} when ${state}`);
    assert.equal(allowed(application('approved', [], 'cancel'), 'cancel', MAKER), true);
    assert.equal(allowed(application('approved', [], 'cancel'), 'make', MAKER), false);
    assert.deepEqual(
      APPLICATION_STATES.filter((state) => !isOpen({ state })),
      ['refused', 'withdrawn', 'done'],
    );
  });

  it('are never in the hands of one account twice', () => {
    assert.equal(allowed(application('applied', applied), 'approve', by('keeper', 'office')), false);
    assert.equal(allowed(application('approved', approved), 'make', by('keeper', 'factory')), false);
    assert.equal(allowed(application('approved', approved), 'make', by('approver', 'factory')), false);
    assert.equal(allowed(application('applied', applied), 'withdraw', KEEPER), true);
    assert.equal(allowed(application('made', [...approved, taken('make', MAKER)]), 'file', MAKER), true);
  });

  it('are approved and made by two organisations', () => {
    assert.equal(allowed(application('applied', applied), 'approve', APPROVER), true);
    assert.equal(allowed(application('approved', approved), 'make', MAKER), true);
    assert.equal(allowed(application('approved', approved), 'make', by('somebody', 'office')), false);
    assert.equal(allowed(application('approved', approved), 'make', by('somebody', null)), false);
    assert.equal(allowed(application('applied', applied), 'approve', by('somebody', null)), false);
    // Whoever has the machine with the keys makes seals for the unit whose it is.
    assert.equal(allowed(application('approved', approved), 'make', by(null, null, 'operator')), true);
  });

  it('say what stands in the way, in both languages', () => {
    const fault = stepFault(application('refused', applied), 'approve', APPROVER);
    assert.match(fault?.en ?? '', /refused/);
    assert.match(fault?.zh ?? '', /未获批准/);
    for (const state of APPLICATION_STATES) assert.ok(APPLICATION_STATE_WORDS[state].zh.length > 0);
  });
});

describe('domain: what a seal shows', () => {
  const OWNER = '云溪县行政审批局';
  const face = (parts: Partial<SealFaceOrder>): SealFaceOrder => ({
    ...{ kind: 'statutory-name', shape: 'round', name: OWNER, secondName: null, middleLine: null, lowerLine: null },
    ...parts,
  });
  const may = (parts: Partial<SealFaceOrder>) => faceFault(face(parts), OWNER) === null;

  it('follows its kind', () => {
    assert.equal(may({}), true);
    assert.equal(may({ secondName: 'ས' }), true);
    assert.equal(may({ name: '云溪县审批局' }), false);
    assert.equal(may({ lowerLine: '专用章' }), false);
    assert.equal(may({ shape: 'oval' }), false);
    assert.equal(may({ kind: 'department', name: `${OWNER}投资项目科` }), true);
    assert.equal(may({ kind: 'department', name: OWNER }), false);
    assert.equal(may({ kind: 'department', name: '别的局投资项目科' }), false);
    assert.equal(may({ kind: 'special-purpose' }), false);
    assert.equal(may({ kind: 'special-purpose', lowerLine: '合同专用章' }), true);
    assert.equal(may({ kind: 'special-purpose', shape: 'oval', middleLine: '财务专用章' }), true);
    assert.equal(may({ kind: 'special-purpose', middleLine: '财务专用章' }), false);
    assert.equal(may({ kind: 'special-purpose', shape: 'square', lowerLine: '合同专用章' }), false);
    assert.equal(may({ kind: 'special-purpose', shape: 'oval', lowerLine: '合同专用章', secondName: 'ས' }), false);
    assert.equal(may({ kind: 'personal-name', shape: 'square', name: '张三' }), true);
    assert.equal(may({ kind: 'personal-name', name: '张三' }), false);
    assert.equal(may({ kind: 'personal-name', shape: 'square', name: '张三', lowerLine: '印' }), false);
  });

  it('is called by what it says', () => {
    assert.equal(faceTitle(face({ kind: 'special-purpose', lowerLine: '合同专用章' })), `${OWNER}合同专用章`);
    assert.equal(faceTitle(face({ kind: 'personal-name', name: '张三' })), '张三（法定代表人名章）');
  });
});
