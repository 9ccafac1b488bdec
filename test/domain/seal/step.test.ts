import assert from 'node:assert/strict';
import {
  currentVersion,
  isAlive,
  stoppedBy,
  takeStep,
  type SealFiling,
  type SealState,
  type SealStep,
  type SealVersion,
} from '../../../src/domain/seal/index.ts';

const version = (number: number, state: SealState): SealVersion => ({
  ...{ number, state, seal: '', sealDigest: '', certificate: '', keyId: null },
  ...{ validFrom: '', validTo: '', madeAt: '' },
});
const seal = (...states: readonly SealState[]) => ({ versions: states.map((state, index) => version(index + 1, state)) });
const after = (states: readonly SealState[], step: SealStep, only?: number) =>
  takeStep(seal(...states), step, only)?.versions.map(({ state }) => state) ?? null;

describe('domain: a step in the life of a seal', () => {
  it('puts the version that was made last in the place of the one before', () => {
    assert.deepEqual(after(['made'], 'file'), ['in-use']);
    assert.deepEqual(after(['in-use', 'made'], 'file'), ['replaced', 'in-use']);
    assert.deepEqual(after(['lost', 'made'], 'file'), ['lost', 'in-use']);
    assert.equal(after(['suspended'], 'file'), null);
    assert.equal(after([], 'file'), null);
  });

  it('stops what is used and lets it go on', () => {
    assert.deepEqual(after(['replaced', 'in-use'], 'suspend'), ['replaced', 'suspended']);
    assert.deepEqual(after(['replaced', 'suspended'], 'resume'), ['replaced', 'in-use']);
    assert.equal(after(['cancelled'], 'resume'), null);
    assert.equal(after(['made'], 'suspend'), null);
  });

  it('cancels and loses all that is not over', () => {
    assert.deepEqual(after(['replaced', 'suspended', 'made'], 'cancel'), ['replaced', 'cancelled', 'cancelled']);
    assert.deepEqual(after(['in-use', 'made'], 'report-lost'), ['lost', 'lost']);
  });

  it('says of one version, or of the last, that its key was in other hands', () => {
    assert.deepEqual(after(['replaced', 'in-use'], 'report-compromised'), ['replaced', 'compromised']);
    assert.deepEqual(after(['replaced', 'cancelled'], 'report-compromised'), ['replaced', 'compromised']);
    assert.deepEqual(after(['replaced', 'in-use'], 'report-compromised', 1), ['compromised', 'in-use']);
    assert.equal(after(['in-use'], 'report-compromised', 2), null);
  });

  it('changes nothing when it was taken already', () => {
    for (const [state, step] of [
      ['suspended', 'suspend'],
      ['in-use', 'resume'],
      ['in-use', 'file'],
      ['cancelled', 'cancel'],
      ['lost', 'report-lost'],
      ['compromised', 'report-compromised'],
    ] as const) {
      const taken = takeStep(seal(state), step);
      assert.deepEqual(taken?.changes, [], `${step} when ${state}`);
    }
  });

  it('tells what changed', () => {
    assert.deepEqual(takeStep(seal('in-use', 'made'), 'file')?.changes, [
      { number: 1, from: 'in-use', to: 'replaced' },
      { number: 2, from: 'made', to: 'in-use' },
    ]);
  });

  it('knows which version is current, and who stopped it', () => {
    assert.equal(currentVersion(seal('made', 'suspended') as never)?.number, 2);
    assert.equal(currentVersion(seal('lost', 'made') as never)?.number, 2);
    assert.equal(currentVersion(seal('cancelled') as never), null);
    assert.deepEqual(
      ['made', 'in-use', 'suspended', 'lost'].map((state) => isAlive({ state: state as SealState })),
      [true, true, true, false],
    );
    const filing = (number: number, step: SealStep, person: string): SealFiling => ({
      ...{ number, step, version: 1, from: 'in-use', to: 'suspended', since: '', at: '', day: '', cause: '', caseNumber: null },
      by: { person, organisation: null },
    });
    const filings = [filing(1, 'suspend', 'a'), filing(2, 'resume', 'b'), filing(3, 'suspend', 'c')];
    assert.equal(stoppedBy({ ...seal('suspended'), filings })?.person, 'c');
    assert.equal(stoppedBy({ ...seal('in-use'), filings }), undefined);
  });
});
