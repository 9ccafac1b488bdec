import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { createPasswordHasher } from '../../../src/adapters/platform/password.ts';
import { createSystemRandom } from '../../../src/adapters/platform/random.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import {
  authenticateApiKey,
  authenticateSession,
  createAccount,
  createApiKey,
  createAttempts,
  USUAL_SESSIONS,
  signIn,
  type AccessDependencies,
  type NewAccount,
} from '../../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { createRelay } from '../../../src/services/journal/index.ts';
import { authenticateBearer } from '../../../src/services/oauth/index.ts';
import { createQuota } from '../../../src/services/transients/index.ts';
import type { OpenStore } from '../../../src/services/storage/index.ts';
import { BLOB_KEYS, sm3 } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const ACCOUNT: NewAccount = {
  userName: '王小样',
  displayName: '王小样',
  password: null,
  organisation: '11990100MB0000027F',
  roles: ['issuer'],
  demonstration: false,
};

describe('accounts and keys', () => {
  let store: OpenStore;
  let deps: AccessDependencies;
  let verified: (string | null)[] = [];

  before(async () => {
    store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
    const clock = { now: () => Date.now() };
    const hasher = createPasswordHasher({ ln: 6, r: 8, p: 1 });
    deps = {
      records: store.records,
      journal: createRelay({ store, digest: sm3, clock, leaseOwner: 'test' }),
      clock,
      random: createSystemRandom(),
      crypto: createNativeProvider(),
      hasher: {
        hash: (password) => hasher.hash(password),
        verify: (hash, password) => {
          verified.push(hash);
          return hasher.verify(hash, password);
        },
      },
      attempts: createAttempts({ ...store, crypto: createNativeProvider(), clock }),
      quota: createQuota({ records: store.records, clock }),
      sessionRules: USUAL_SESSIONS,
      blobs: store.blobs,
      demonstration: false,
    };
  });
  after(() => store.close());

  const refuses = (work: Promise<unknown>, ...codes: Parameters<typeof isYinzhengError>[1][]) =>
    assert.rejects(work, (error) => isYinzhengError(error, ...codes));

  it('makes an account that can sign in, its password in no record', async () => {
    const { account, password } = await createAccount(deps, SERVER_ACTOR, ACCOUNT);
    assert.match(password, /^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    assert.equal(account.outbox[0]?.kind, 'account-recorded');
    assert.ok(!JSON.stringify(await store.records.get('accounts', account._id)).includes(password));
    assert.doesNotMatch(JSON.stringify(account.outbox), /王小样/);
    const person = await signIn(deps, { userName: ' 王小样 ', password, address: 'a', previous: null });
    assert.equal(person.actor.person, account._id);
    assert.notEqual(person.session._id, person.secret);
    assert.equal(await store.records.get('sessions', person.secret), null);
    const known = await authenticateSession(deps, person.secret);
    assert.deepEqual(known.actor, person.actor);
    await refuses(authenticateSession(deps, person.session._id), 'NOT_SIGNED_IN');
  });

  it('does the same work for a name that nobody has', async () => {
    verified = [];
    await refuses(signIn(deps, { userName: 'nobody', password: 'x', address: 'b', previous: null }), 'SIGN_IN_REFUSED');
    await refuses(signIn(deps, { userName: '王小样', password: 'x', address: 'b', previous: null }), 'SIGN_IN_REFUSED');
    assert.equal(verified.length, 2);
    assert.equal(verified[0], null);
    assert.match(verified[1] ?? '', /^\$scrypt\$/);
  });

  it('gives a user name once, however it is written', async () => {
    await createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: 'Ｃlerk' });
    await refuses(createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: 'clerk' }), 'ALREADY_EXISTS');
    await refuses(createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: ' CLERK ' }), 'ALREADY_EXISTS');
    const race = await Promise.allSettled(
      Array.from({ length: 8 }, () => createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: 'racer' })),
    );
    assert.equal(race.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  it('takes over a name whose account a crash prevented', async () => {
    const claim = {
      _id: 'user-name:orphan',
      schema: 1,
      version: 1,
      owner: 'f'.repeat(32),
      claimedAt: '2026-01-01T00:00:00.000Z',
    } as const;
    await store.records.insert('claims', claim);
    const { account, password } = await createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: 'orphan' });
    assert.equal(account._id, claim.owner);
    await signIn(deps, { userName: 'orphan', password, address: 'c', previous: null });
  });

  it('refuses odd names, weak passwords, and those who may not', async () => {
    for (const userName of ['', 'x', 'two words', '-dash', 'a\u0000b', 'x'.repeat(65), 'a/b', '../etc']) {
      await refuses(createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName }), 'INPUT_INVALID');
    }
    for (const password of ['', 'short', 'x'.repeat(257)]) {
      await refuses(createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: 'weak', password }), 'INPUT_INVALID');
    }
    const issuer = { ...SERVER_ACTOR, capacity: 'issuer', person: 'p' } as const;
    await refuses(createAccount(deps, issuer, { ...ACCOUNT, userName: 'other' }), 'NOT_ALLOWED');
    // Another system with the same words is not the installation itself.
    await refuses(createAccount(deps, { ...SERVER_ACTOR }, { ...ACCOUNT, userName: 'other' }), 'NOT_ALLOWED');
    const key = { name: 'k', organisation: '11990100MB0000027F', role: 'system', demonstration: false } as const;
    await refuses(createApiKey(deps, issuer, key), 'NOT_ALLOWED');
  });

  it('keeps no more than ten sessions of an account', async () => {
    const { account, password } = await createAccount(deps, SERVER_ACTOR, { ...ACCOUNT, userName: 'many' });
    const people = [];
    for (let count = 0; count < 13; count++) {
      people.push(await signIn(deps, { userName: 'many', password, address: 'd', previous: null }));
    }
    const kept = await store.records.find('sessions', { index: 'account', equals: account._id, limit: 100 });
    assert.equal(kept.length, 10);
    const newest = people[people.length - 1];
    assert.ok(newest);
    await authenticateSession(deps, newest.secret);
  });

  it('makes API keys of which the store keeps a digest', async () => {
    const administrator = { ...SERVER_ACTOR, capacity: 'administrator', person: 'p' } as const;
    const input = { name: '办件系统', organisation: '11990100MB0000027F', role: 'system', demonstration: false } as const;
    const { key, text } = await createApiKey(deps, administrator, input);
    for (const role of ['administrator', 'security-administrator', 'auditor'] as const)
      await refuses(createApiKey(deps, administrator, { ...input, role }), 'ROLES_INCOMPATIBLE');
    assert.match(text, /^yz_[0-9a-f]{16}_[0-9a-f]{64}$/);
    assert.ok(!JSON.stringify(key).includes(text.slice(-64)));
    const { actor } = await authenticateApiKey(deps, text);
    assert.deepEqual(actor, {
      person: null,
      organisation: '11990100MB0000027F',
      capacity: 'system',
      onBehalfOf: null,
      client: key._id,
      session: null,
    });
    await refuses(authenticateApiKey(deps, `yz_${key._id}_${'0'.repeat(64)}`), 'NOT_SIGNED_IN');
    await refuses(authenticateApiKey(deps, text.toUpperCase()), 'NOT_SIGNED_IN');
    await refuses(authenticateApiKey(deps, `${text} `), 'NOT_SIGNED_IN');
  });

  it('has API keys of no registered system keep to the bound of accounts', async () => {
    const input = { name: '办件系统', organisation: '11990100MB0000027F', role: 'system', demonstration: false } as const;
    const { text } = await createApiKey(deps, SERVER_ACTOR, input);
    const oauth = { ...deps, issuer: 'https://licence.example', sessionRules: { ...deps.sessionRules, perMinute: 3 } };
    const ask = () => authenticateBearer(oauth, text, { thumbprint: null });
    const answers = await Promise.allSettled(Array.from({ length: 9 }, ask));
    // A minute may end in between.
    const letIn = answers.filter(({ status }) => status === 'fulfilled').length;
    assert.ok(letIn === 3 || letIn === 6, String(letIn));
    for (const answer of answers)
      if (answer.status === 'rejected') assert.ok(isYinzhengError(answer.reason, 'RATE_LIMITED'), String(answer.reason));
  });
});
