/** Taking keys into custody: the journal knows, or the key is gone again. */
import assert from 'node:assert/strict';
import { isYinzhengError, YinzhengError } from '../../../src/base/errors/index.ts';
import { importKey, type KeyManagement } from '../../../src/services/keys/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { openTestKeys, type TestKeys } from '../../support/key-management.ts';
import { issue, makeRoot } from '../../support/pki.ts';

describe('taking a key into custody', () => {
  let keys: TestKeys;
  beforeEach(async () => {
    keys = await openTestKeys();
  });
  afterEach(() => keys.close());

  const identity = issue(makeRoot());
  const take = (deps: KeyManagement) => {
    const file = { privateKeyInfo: new Uint8Array(identity.pkcs8), certificate: identity.certificate };
    const done = importKey(deps, SERVER_ACTOR, { file, label: 'x', purposes: ['seal-signature'] });
    return done.finally(() => assert.ok(file.privateKeyInfo.every((byte) => byte === 0)));
  };
  const count = async () => (await keys.deps.custody.list()).length;

  it('tells the journal', async () => {
    const { keyId } = await take(keys.deps);
    const [event, ...more] = keys.events;
    assert.deepEqual([event?.kind, event?.subject, more.length], ['key-imported', `keys/${keyId}`, 0]);
    assert.deepEqual(event?.facts['purposes'], ['seal-signature']);
  });

  it('refuses a key for what only SM2 signs, before anything is kept', async () => {
    const before = await count();
    const { pkcs8, certificate } = issue(makeRoot(), { key: 'rsa' });
    const order = (purpose: 'seal-signature' | 'cms-signature') =>
      importKey(keys.deps, SERVER_ACTOR, { file: { privateKeyInfo: new Uint8Array(pkcs8), certificate }, label: 'x', purposes: [purpose] });
    await assert.rejects(order('seal-signature'), (error) => isYinzhengError(error, 'KEY_NOT_IMPORTABLE') && /SM2/.test(error.message));
    assert.equal(await count(), before);
    assert.deepEqual((await order('cms-signature')).purposes, ['cms-signature']);
  });

  it('destroys it again where the journal cannot be told', async () => {
    const before = await count();
    const journal = { ...keys.deps.journal, record: () => Promise.reject(new YinzhengError('STORE_UNAVAILABLE')) };
    await assert.rejects(take({ ...keys.deps, journal }), (error) => isYinzhengError(error, 'STORE_UNAVAILABLE'));
    assert.equal(await count(), before);
  });

  it('says so where custody takes only keys of its own', async () => {
    const { importKey: importer, ...custody } = keys.deps.custody;
    assert.ok(importer);
    await assert.rejects(take({ ...keys.deps, custody }), (error) => isYinzhengError(error, 'KEY_NOT_IMPORTABLE'));
  });
});
