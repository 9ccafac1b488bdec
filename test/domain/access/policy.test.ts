import assert from 'node:assert/strict';
import {
  actionsOf,
  isAdministrative,
  mayDo,
  mayGoTogether,
  needSecondFactor,
  STAFF_ROLES,
  type Action,
  type Actor,
} from '../../../src/domain/access/index.ts';
import { CLERK } from '../../support/licence.ts';

const OWN = '11430000006122244L';
const OTHER = '11330105002500287C';
const ACTIONS: readonly Action[] = [
  'licence:issue',
  'licence:read',
  'licence:download',
  'licence:change-status',
  'licence:verify',
  'licence-type:read',
  'seal:read',
  'seal:apply',
  'seal:approve',
  'seal:make',
  'seal:stop',
  'seal:resume',
  'document:stamp',
  'document:sign',
  'evidence-record:make',
  'signature-key:read',
  'signature-key:manage',
  'organisation:read',
  'organisation:manage',
  'journal:read',
  'account:read',
  'account:manage',
  'account:authorise',
  'session:end',
];
const as = (capacity: Actor['capacity']): Actor => ({ ...CLERK, capacity });
const allowed = (capacity: Actor['capacity'], organisation: string | null) =>
  ACTIONS.filter((action) => mayDo(as(capacity), action, organisation));

describe('the access policy', () => {
  it('keeps every actor to the own organisation', () => {
    for (const capacity of ['issuer', 'seal-user', 'system'] as const) {
      const elsewhere = allowed(capacity, OTHER);
      for (const action of [
        'licence:issue',
        'licence:read',
        'licence:download',
        'licence:change-status',
        'document:stamp',
        'document:sign',
        'signature-key:read',
        'seal:read',
        'organisation:read',
      ] as const) {
        assert.equal(elsewhere.includes(action), false, `${capacity} ${action}`);
      }
    }
    assert.equal(mayDo({ ...CLERK, organisation: null }, 'licence:issue', null), false);
  });

  it('lets nobody but issuers and systems issue or end licences', () => {
    for (const capacity of ['seal-user', 'verifier', 'auditor', 'administrator', 'public'] as const) {
      const own = allowed(capacity, OWN);
      for (const action of ['licence:issue', 'licence:read', 'licence:download', 'licence:change-status'] as const) {
        assert.equal(own.includes(action), false, `${capacity} ${action}`);
      }
    }
  });

  it('keeps the three administrators apart, from each other and from everything else', () => {
    const three = ['administrator', 'security-administrator', 'auditor'] as const;
    for (const role of three) {
      assert.equal(isAdministrative([role]), true);
      assert.equal(mayGoTogether([role]), true);
      for (const other of STAFF_ROLES)
        if (other !== role) assert.equal(mayGoTogether([other, role]), false, `${role} and ${other}`);
    }
    assert.equal(mayGoTogether(['issuer', 'seal-user', 'verifier']), true);
    assert.equal(mayGoTogether([]), true);
  });

  it('divides the life of seals: who asks, who approves and who makes are three, and none of them uses seals by that', () => {
    const duties = ['seal-keeper', 'seal-approver', 'seal-maker'] as const;
    const of = (capacity: Actor['capacity']) => allowed(capacity, OWN).filter((action) => action.startsWith('seal:'));
    assert.deepEqual(of('seal-keeper'), ['seal:read', 'seal:apply', 'seal:stop']);
    assert.deepEqual(of('seal-approver'), ['seal:read', 'seal:approve', 'seal:stop', 'seal:resume']);
    assert.deepEqual(of('seal-maker'), ['seal:read', 'seal:make', 'seal:stop']);
    for (const duty of duties) {
      assert.equal(mayGoTogether([duty, 'seal-user']), true);
      for (const other of duties) assert.equal(mayGoTogether([duty, other]), duty === other, `${duty} and ${other}`);
      assert.equal(needSecondFactor([duty]), true);
      assert.equal(mayDo(as(duty), 'document:stamp', OWN), false);
    }
    for (const capacity of STAFF_ROLES.filter((role) => !(duties as readonly string[]).includes(role)))
      for (const action of ['seal:apply', 'seal:approve', 'seal:make', 'seal:stop', 'seal:resume'] as const)
        assert.equal(mayDo(as(capacity), action, OWN), false, `${capacity} ${action}`);
  });

  it('lets no administrator, nor who has the machine, read licences or use seals', () => {
    for (const capacity of ['administrator', 'security-administrator', 'auditor', 'operator'] as const)
      for (const action of [
        ...(['licence:issue', 'licence:read', 'licence:download', 'licence:change-status', 'licence:verify'] as const),
        ...(['document:stamp', 'document:sign', 'evidence-record:make', 'seal:apply', 'seal:approve'] as const),
      ])
        for (const organisation of [OWN, OTHER, null])
          assert.equal(mayDo(as(capacity), action, organisation), false, `${capacity} ${action}`);
  });

  it('divides work on accounts: one makes them, one gives rights, one looks', () => {
    const of = (capacity: Actor['capacity']) => allowed(capacity, OWN).filter((action) => action.startsWith('account:'));
    assert.deepEqual(of('administrator'), ['account:read', 'account:manage']);
    assert.deepEqual(of('security-administrator'), ['account:read', 'account:authorise']);
    assert.deepEqual(of('auditor'), ['account:read']);
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'system', 'public'] as const)
      assert.deepEqual(of(capacity), [], capacity);
    for (const capacity of [...STAFF_ROLES, 'system', 'operator', 'public'] as const)
      assert.equal(allowed(capacity, OWN).includes('journal:read'), capacity === 'auditor', capacity);
  });

  it('lets nobody but administrators say which key signs for whom, and these sign nothing', () => {
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'auditor', 'system', 'public'] as const)
      assert.equal(allowed(capacity, OWN).includes('signature-key:manage'), false, capacity);
    assert.equal(allowed('administrator', OWN).includes('signature-key:manage'), true);
    assert.equal(allowed('administrator', OTHER).includes('signature-key:manage'), false);
    assert.equal(allowed('administrator', OWN).includes('document:sign'), false);
  });

  it('lets nobody but administrators manage organisations', () => {
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'auditor', 'system', 'public'] as const)
      assert.equal(allowed(capacity, OWN).includes('organisation:manage'), false, capacity);
    assert.equal(allowed('administrator', OWN).includes('organisation:manage'), true);
    assert.equal(mayDo({ ...as('administrator'), organisation: null }, 'organisation:manage', OTHER), true);
    // What is beneath the own organisation is for scopes to say.
    assert.equal(allowed('administrator', OTHER).includes('organisation:manage'), false);
  });

  it('lets those who seal take evidence for any seal signature, and nobody else', () => {
    for (const capacity of ['issuer', 'verifier', 'auditor', 'administrator', 'public'] as const)
      assert.equal(allowed(capacity, OWN).includes('evidence-record:make'), false, capacity);
    for (const capacity of ['seal-user', 'system'] as const)
      assert.equal(allowed(capacity, null).includes('evidence-record:make'), true, capacity);
  });

  it('gives the public verification and nothing else', () => {
    assert.deepEqual(actionsOf(as('public')), ['licence:verify']);
  });
});
