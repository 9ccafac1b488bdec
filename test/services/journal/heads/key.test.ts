/** The audit key: made and renewed by the signers' CA, or put into custody; signs heads and nothing else. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { OID } from '../../../../src/asn1/index.ts';
import { isYinzhengError } from '../../../../src/base/errors/index.ts';
import { extendedKeyUsage, isDemonstrationCertificate, verifySigned, SM2_WITH_SM3 } from '../../../../src/pki/index.ts';
import { encodeHeadStatement, ensureJournalKey, findJournalKey } from '../../../../src/services/journal/heads/index.ts';
import { makeHierarchy } from '../../../../src/services/pki/index.ts';
import { sharedRegister } from '../../../support/certificate-register.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../../support/custody.ts';
import { crypto, day } from '../../../support/pki.ts';

const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
const DAY = 86_400_000;

describe('the audit key', () => {
  let offline: TestCustody;
  let online: TestCustody;
  const ensure = ({ custody }: TestCustody, now: number): Promise<boolean> =>
    ensureJournalKey(
      { signer: custody, custody, crypto, random, register: sharedRegister },
      { now, authorisation: AUTHORISATION },
    );

  before(async () => {
    offline = await makeTestCustody();
    online = await makeTestCustody();
    await makeHierarchy(
      { crypto, random, register: sharedRegister, offline: offline.custody, online: online.custody },
      { name: '印证样本', trustClass: 'demonstration', from: day(0), crlBase: null, authorisation: AUTHORISATION },
    );
  });
  after(() => {
    offline.remove();
    online.remove();
  });

  it('is not made in a custody without a CA', async () => {
    const empty = await makeTestCustody();
    try {
      assert.equal(await ensure(empty, day(1)), false);
      assert.equal(await findJournalKey(empty.custody, day(1)), null);
    } finally {
      empty.remove();
    }
  });

  it('is made once, and another before its certificate ends', async () => {
    assert.equal(await ensure(online, day(1)), true);
    assert.equal(await ensure(online, day(1)), false);
    const first = await findJournalKey(online.custody, day(1));
    assert.ok(first);
    assert.deepEqual(extendedKeyUsage(first.certificate), [OID.journalHead]);
    assert.ok(isDemonstrationCertificate(first.certificate));
    const late = first.certificate.notAfter - 100 * DAY;
    assert.equal(await ensure(online, late - 30 * DAY), false);
    assert.equal(await ensure(online, late), true);
    const second = await findJournalKey(online.custody, late);
    assert.ok(second && second.keyId !== first.keyId);
  });

  it('signs heads, and refuses every other purpose and other bytes', async () => {
    const key = await findJournalKey(online.custody, day(1));
    assert.ok(key);
    const { keyId, certificate } = key;
    const tbs = encodeHeadStatement({ store: 's', sequence: 3, hash: 'ab'.repeat(32), time: day(1), exported: null });
    const signature = await online.custody.sign({ keyId, purpose: 'journal-head', tbs, authorisation: AUTHORISATION });
    assert.ok(verifySigned({ tbs, algorithm: SM2_WITH_SM3, signature, publicKey: certificate.publicKey, crypto }).ok);
    for (const purpose of ['certificate', 'cms-signature', 'seal-signature', 'time-stamp'] as const) {
      await assert.rejects(online.custody.sign({ keyId, purpose, tbs, authorisation: AUTHORISATION }), (error) =>
        isYinzhengError(error, 'KEY_PURPOSE_REFUSED'),
      );
    }
    await assert.rejects(
      online.custody.sign({ keyId, purpose: 'journal-head', tbs: tbs.subarray(1), authorisation: AUTHORISATION }),
      (error) => isYinzhengError(error, 'KEY_PURPOSE_REFUSED'),
    );
  });

  it('signs nothing while it has no certificate', async () => {
    const { keyId } = await online.custody.generate({ label: 'x', purposes: ['journal-head'] });
    const tbs = encodeHeadStatement({ store: 's', sequence: 3, hash: 'ab'.repeat(32), time: day(1), exported: null });
    await assert.rejects(online.custody.sign({ keyId, purpose: 'journal-head', tbs, authorisation: AUTHORISATION }), (error) =>
      isYinzhengError(error, 'KEY_PURPOSE_REFUSED'),
    );
  });
});
