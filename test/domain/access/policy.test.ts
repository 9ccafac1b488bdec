import assert from 'node:assert/strict';
import { actionsOf, mayDo, type Action, type Actor } from '../../../src/domain/access/index.ts';
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
  'document:stamp',
  'document:sign',
  'evidence-record:make',
  'signature-key:read',
  'signature-key:manage',
  'organisation:read',
  'journal:read',
  'account:manage',
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

  it('lets nobody but administrators say which key signs for whom, and these sign nothing', () => {
    for (const capacity of ['issuer', 'seal-user', 'verifier', 'auditor', 'system', 'public'] as const)
      assert.equal(allowed(capacity, OWN).includes('signature-key:manage'), false, capacity);
    assert.equal(allowed('administrator', OTHER).includes('signature-key:manage'), true);
    assert.equal(allowed('administrator', OWN).includes('document:sign'), false);
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
