import assert from 'node:assert/strict';
import {
  DRAFT_STATES,
  judgeDraftStep,
  possibleDraftSteps,
  refuseSelfIssue,
  type DraftStep,
} from '../../../src/domain/licence/index.ts';

const STEPS: readonly DraftStep[] = ['change', 'return', 'issue', 'withdraw'];

describe('drafts of licences', () => {
  it('take exactly these steps', () => {
    const allowed = DRAFT_STATES.flatMap((state) => possibleDraftSteps({ state }).map((step) => `${state} ${step}`));
    assert.deepEqual(allowed, [
      'waiting change',
      'waiting return',
      'waiting issue',
      'waiting withdraw',
      'returned change',
      'returned withdraw',
      'issuing issue',
    ]);
    for (const state of DRAFT_STATES)
      for (const step of STEPS)
        if (!allowed.includes(`${state} ${step}`))
          assert.throws(() => judgeDraftStep({ state }, step), { code: 'LICENCE_DRAFT_NOT_POSSIBLE' }, `${state} ${step}`);
    assert.equal(judgeDraftStep({ state: 'returned' }, 'change'), 'waiting');
    assert.equal(judgeDraftStep({ state: 'waiting' }, 'issue'), 'issuing');
  });

  it('are issued by somebody else where two persons are needed, and by anybody where not', () => {
    const refused = (makers: readonly string[] | null) =>
      assert.throws(() => refuseSelfIssue({ twoPersons: true }, { account: 'a', makers }), { code: 'TWO_PERSONS_NEEDED' });
    refused(null);
    refused(['a']);
    refused(['b', 'a']);
    refuseSelfIssue({ twoPersons: true }, { account: 'a', makers: ['b'] });
    refuseSelfIssue({ twoPersons: false }, { account: 'a', makers: ['a'] });
    refuseSelfIssue({ twoPersons: false }, { account: 'a', makers: null });
  });
});
