import assert from 'node:assert/strict';
import { occurrencesOf } from '../../../src/domain/alarm/index.ts';
import { event } from '../../support/records.ts';

describe('what alarms count', () => {
  const by = (
    kind: Parameters<typeof occurrencesOf>[0]['kind'],
    capacity: 'verifier' | 'holder' | 'public',
    person: string | null,
  ) =>
    occurrencesOf({
      ...event('e'),
      ...{ kind, subject: 'x', actor: { person, organisation: null, capacity, onBehalfOf: null, client: 'web', session: null } },
    });

  it('is every read of what is a holder’s, by duty, of what was shown or shared, and of what he asked for', () => {
    for (const kind of ['duty-checked', 'presentation-used', 'share-used', 'holder-links-read', 'representation-read'] as const)
      assert.deepEqual(by(kind, 'verifier', 'a'), [{ rule: 'reads', subject: 'accounts/a' }], kind);
    assert.deepEqual(by('presentation-used', 'public', null), []);
  });

  it('is a wrong presentation password, as a refusal of the holder in whose session it was given', () => {
    assert.deepEqual(by('presentation-password-refused', 'holder', 'h'), [{ rule: 'refusals', subject: 'holders/h' }]);
  });
});
