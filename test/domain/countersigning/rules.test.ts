import assert from 'node:assert/strict';
import {
  LONGEST_PLAN,
  MOST_STEPS,
  partiesOf,
  planStateAt,
  stepsInTurn,
  waitingOrganisations,
  whyNotInTurn,
  whyNotPlanned,
  type PlannedSteps,
} from '../../../src/domain/countersigning/index.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const DAY = 86_400_000;
const after = (days: number): string => new Date(NOW + days * DAY).toISOString();
type Step = PlannedSteps['steps'][number];
let seals = 0;
const step = (rank: number, organisation: string, changes: Partial<Step> = {}): Step => ({
  ...{ rank, organisation, seal: `seal-${seals++}`, dueAt: after(10), state: 'waiting', ...changes },
});
const plan = (steps: readonly Step[], changes: Partial<PlannedSteps> = {}): PlannedSteps => ({
  ...{ state: 'open', steps, expiresAt: after(10), ...changes },
});

describe('rules of countersigning', () => {
  it('gives the turn to the lowest rank that is not done, to all of it at once', () => {
    const steps = [step(2, 'C'), step(1, 'A'), step(1, 'B'), step(3, 'A')];
    assert.deepEqual(stepsInTurn(plan(steps)), [2, 3]);
    assert.deepEqual(waitingOrganisations(plan(steps)), ['A', 'B']);
    const done = (...numbers: readonly number[]) =>
      plan(steps.map((one, index) => (numbers.includes(index + 1) ? { ...one, state: 'done' } : one)));
    assert.deepEqual(stepsInTurn(done(3)), [2]);
    assert.deepEqual(stepsInTurn(done(2, 3)), [1]);
    assert.deepEqual(stepsInTurn(done(1, 2, 3)), [4]);
    assert.deepEqual(stepsInTurn(done(1, 2, 3, 4)), []);
    assert.match(whyNotInTurn(done(3), 1)?.en ?? '', /step 2 comes first/);
    assert.match(whyNotInTurn(done(3), 3)?.en ?? '', /already/);
    assert.match(whyNotInTurn(done(3), 9)?.en ?? '', /already/);
    assert.equal(whyNotInTurn(done(3), 2), null);
  });

  it('gives nobody the turn in a plan that is not open', () => {
    for (const state of ['draft', 'completed', 'refused', 'withdrawn', 'expired'] as const)
      assert.deepEqual(stepsInTurn(plan([step(1, 'A')], { state })), []);
  });

  it('lets what is not done in time expire by the time alone, and nothing that is over', () => {
    const late = plan([step(1, 'A', { state: 'done', dueAt: after(1) }), step(2, 'B', { dueAt: after(2) })]);
    assert.equal(planStateAt(late, NOW + 2 * DAY - 1), 'open');
    assert.equal(planStateAt(late, NOW + 2 * DAY), 'expired');
    assert.equal(planStateAt({ ...late, state: 'draft' }, NOW + 5 * DAY), 'draft');
    assert.equal(planStateAt({ ...late, state: 'draft' }, NOW + 10 * DAY), 'expired');
    for (const state of ['completed', 'refused', 'withdrawn'] as const)
      assert.equal(planStateAt({ ...late, state }, NOW + 99 * DAY), state);
  });

  it('counts each organisation once', () => {
    assert.deepEqual(partiesOf('A', [step(1, 'B'), step(2, 'A'), step(3, 'B')]), ['A', 'B']);
  });

  it('takes plans that can be carried out, and says of others what is wrong where', () => {
    const wrong = (steps: readonly Step[], expiresAt = after(10)) => whyNotPlanned({ steps, expiresAt }, NOW);
    assert.equal(wrong([step(1, 'A')]), null);
    assert.equal(wrong([step(2, 'C'), step(1, 'A', { dueAt: after(3) }), step(1, 'B')]), null);
    assert.equal(wrong(Array.from({ length: MOST_STEPS }, (_, index) => step(index + 1, 'A'))), null);
    const said = (steps: readonly Step[], expiresAt?: string) => {
      const found = wrong(steps, expiresAt);
      assert.ok(found);
      return [found.step, found.reason.en] as const;
    };
    assert.match(said([])[1], /1 to 32 steps/);
    assert.match(said(Array.from({ length: MOST_STEPS + 1 }, () => step(1, 'A')))[1], /1 to 32 steps/);
    assert.match(said([step(1, 'A')], after(0))[1], /180 days/);
    assert.match(said([step(1, 'A')], new Date(NOW + LONGEST_PLAN + 1).toISOString())[1], /180 days/);
    assert.match(said([step(2, 'A')])[1], /ranks begin with 1/);
    assert.match(said([step(1, 'A'), step(3, 'B')])[1], /ranks begin with 1/);
    assert.deepEqual(said([step(1, 'A'), step(2, 'B', { dueAt: after(5) })])[0], 2);
    assert.equal(said([step(1, 'A', { dueAt: after(11) })])[0], 1);
    assert.equal(said([step(1, 'A', { dueAt: after(-1) })])[0], 1);
    assert.deepEqual(said([step(1, 'A', { seal: 'x' }), step(2, 'B', { seal: 'x' })]), [2, 'the seal has a step already']);
  });
});
