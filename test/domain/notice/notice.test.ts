import assert from 'node:assert/strict';
import { noticeKindOf } from '../../../src/domain/notice/index.ts';
import type { EventKind } from '../../../src/domain/journal/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';

const CLERK: Actor = { person: 'a', organisation: 'A', capacity: 'issuer', onBehalfOf: null, client: 'web', session: null };
const kindOf = (kind: EventKind, facts = {}, actor: Actor = CLERK) => noticeKindOf({ kind, facts, actor });

describe('what holders are told of', () => {
  it('is what becomes of their licences, and what others do with them', () => {
    assert.equal(kindOf('licence-issued'), 'issued');
    assert.equal(kindOf('licence-edition-issued'), 'changed');
    for (const event of ['suspend', 'resume']) assert.equal(kindOf('licence-status-changed', { event }), 'changed');
    for (const event of ['cancel', 'rescind', 'revoke', 'void'])
      assert.equal(kindOf('licence-status-changed', { event }), 'ended');
    assert.equal(kindOf('licence-read'), 'used');
    assert.equal(kindOf('licence-read', {}, { ...CLERK, capacity: 'holder' }), null);
  });

  it('is that an objection was answered or refused, and that somebody may act, not that he asked', () => {
    assert.equal(kindOf('objection-answered'), 'objection-answered');
    assert.equal(kindOf('objection-refused'), 'objection-answered');
    assert.equal(kindOf('representation-changed', { step: 'accept' }), 'delegation-given');
    assert.equal(kindOf('representation-changed', { step: 'ask' }), null);
    for (const kind of ['objection-filed', 'licence-evidence-added', 'signed-in'] as const) assert.equal(kindOf(kind), null);
  });
});
