import assert from 'node:assert/strict';
import {
  SEAL_LIFE,
  SEAL_STATE_WORDS,
  stateAfter,
  stateAt,
  type SealState,
  type SealStep,
} from '../../../src/domain/seal/index.ts';

const STATES = [
  'made',
  'in-use',
  'suspended',
  'cancelled',
  'lost',
  'compromised',
  'replaced',
] as const satisfies readonly SealState[];
/** Written down here and not computed from the table, so that neither changes without the other. */
const POSSIBLE: Readonly<Record<SealStep, Readonly<Partial<Record<SealState, SealState>>>>> = {
  file: { made: 'in-use' },
  suspend: { 'in-use': 'suspended' },
  resume: { suspended: 'in-use' },
  cancel: { made: 'cancelled', 'in-use': 'cancelled', suspended: 'cancelled' },
  'report-lost': { made: 'lost', 'in-use': 'lost', suspended: 'lost' },
  'report-compromised': {
    ...{ made: 'compromised', 'in-use': 'compromised', suspended: 'compromised' },
    ...{ lost: 'compromised', cancelled: 'compromised', replaced: 'compromised' },
  },
  replace: { made: 'replaced', 'in-use': 'replaced', suspended: 'replaced' },
};

describe('domain: the life of a seal', () => {
  it('leads from each state by each step where the table says, and nowhere else', () => {
    for (const step of Object.keys(SEAL_LIFE) as SealStep[])
      for (const state of STATES) assert.equal(stateAfter(state, step), POSSIBLE[step][state] ?? null, `${step} from ${state}`);
  });

  it('brings nothing back that was cancelled, lost, compromised or replaced', () => {
    for (const state of ['cancelled', 'lost', 'compromised', 'replaced'] as const)
      for (const step of Object.keys(SEAL_LIFE) as SealStep[])
        assert.notEqual(stateAfter(state, step), 'in-use', `${step} from ${state}`);
  });

  it('is over when its period is, but for what ended before', () => {
    const validTo = '2027-01-01T00:00:00.000Z';
    const end = Date.parse(validTo);
    for (const state of STATES) {
      assert.equal(stateAt({ state, validTo }, end - 1), state);
      const alive = ['made', 'in-use', 'suspended'].includes(state);
      assert.equal(stateAt({ state, validTo }, end), alive ? 'expired' : state);
    }
  });

  it('has words for each state', () => {
    for (const state of [...STATES, 'expired', 'none'] as const)
      for (const language of ['en', 'zh'] as const) assert.ok(SEAL_STATE_WORDS[state][language].length > 0);
  });
});
