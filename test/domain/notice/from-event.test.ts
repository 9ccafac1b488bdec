/** What events of licences are to their holders. */
import assert from 'node:assert/strict';
import { noticeKindOf } from '../../../src/domain/notice/index.ts';
import type { DomainEvent } from '../../../src/domain/journal/index.ts';

describe('domain: notices', () => {
  const actor = { person: 'p', organisation: 'o', capacity: 'issuer', onBehalfOf: null, client: null, session: null };
  const told = (kind: DomainEvent['kind'], facts: DomainEvent['facts'] = {}, capacity = 'issuer') =>
    noticeKindOf({ kind, facts, actor: { ...actor, capacity } as unknown as DomainEvent['actor'] });

  it('say what happened to a licence, whoever did it', () => {
    assert.equal(told('licence-issued'), 'issued');
    assert.equal(told('licence-edition-issued'), 'changed');
    assert.equal(told('licence-resealed'), 'resealed');
    assert.equal(told('licence-status-changed', { event: 'revoke' }), 'ended');
    assert.equal(told('licence-status-changed', { event: 'suspend' }), 'changed');
  });

  it('say nothing of what a holder did, and of what is not about licences', () => {
    assert.equal(told('licence-read'), 'used');
    assert.equal(told('licence-read', {}, 'holder'), null);
    assert.equal(told('signed-in'), null);
  });
});
