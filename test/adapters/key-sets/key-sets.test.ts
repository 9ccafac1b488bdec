/** Key sets fetched from real servers: TLS, rotation, failure, and addresses that are nobody's business. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  createKeySets,
  KEY_SET_LIFE,
  KEY_SET_MAX_STALE,
  KEY_SET_RETRY,
  type KeySetRules,
} from '../../../src/adapters/key-sets/index.ts';
import { MAX_KEY_SET_BYTES, MAX_SET_KEYS, readKeySet } from '../../../src/services/oauth/index.ts';
import { sm2Jwk, systemKey, type SystemKey } from '../../support/clients.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { makeTlsAuthority } from '../../support/tls-certificates.ts';
import { createPublicKey } from 'node:crypto';

const jwkOf = (key: SystemKey): object =>
  key.algorithm === 'SGD_SM3_SM2' ? sm2Jwk(key) : createPublicKey(key.pem).export({ format: 'jwk' });
const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('key sets of systems', function () {
  this.timeout(60_000);
  const keys = (['RS256', 'ES256', 'SGD_SM3_SM2'] as const).map(systemKey);
  const [rsa, p256, sm2] = keys.map(jwkOf);
  let server: Server;
  let url = '';
  let asked = 0;
  let answer: RequestListener;
  let now = 1_000_000;
  const publish = (...set: readonly object[]): void => {
    answer = (_, response) => void response.end(JSON.stringify({ keys: set }));
  };
  const fail = (status = 500): void => {
    answer = (_, response) => void response.writeHead(status, { Location: url }).end('{"keys":[]}');
  };
  const open = (changes: Partial<KeySetRules> = {}) =>
    createKeySets({ hosts: ['127.0.0.1'], plain: true, clock: { now: () => now }, ...changes });
  const ids = async (sets: ReturnType<typeof open>, keyId: string | null, at = url) =>
    (await sets.find(at, keyId))?.map(({ id }) => id) ?? null;

  before(async () => {
    server = createServer((request, response) => {
      asked++;
      answer(request, response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;
  });
  after(() => server.close());
  beforeEach(() => (asked = 0));

  it('are read: RSA, P-256 and SM2 keys that sign, and nothing else of them', () => {
    const read = (...set: readonly unknown[]) => readKeySet(bytesOf({ keys: set }))?.map(({ id, keyType }) => [id, keyType]);
    assert.deepEqual(
      read({ ...rsa, kid: 'a' }, { ...p256, use: 'sig', alg: 'ES256' }, { ...sm2, kid: 'c', key_ops: ['verify'] }),
      [
        ['a', 'rsa'],
        [null, 'p-256'],
        ['c', 'sm2'],
      ],
    );
    const { x } = p256 as { readonly x: string };
    const unusable = [
      ...[
        null,
        1,
        'x',
        [],
        {},
        { kty: 'oct', k: 'AAAA' },
        { ...p256, use: 'enc' },
        { ...p256, key_ops: ['sign'] },
        { ...p256, d: 'AAAA' },
      ],
      ...[
        { ...p256, y: x },
        { ...p256, kid: 1 },
        { ...p256, kid: '' },
        { ...p256, alg: 1 },
        { ...p256, x: 1 },
        { kty: 'OKP', crv: 'Ed25519', x },
      ],
    ];
    assert.deepEqual(read(...unusable), []);
    assert.equal(readKeySet(bytesOf({ keys: Array.from({ length: 60 }, () => p256) }))?.length, MAX_SET_KEYS);
    for (const none of ['', '[]', '{}', 'null', '{"keys":1}', '\xff', '{', ' '.repeat(MAX_KEY_SET_BYTES + 1)])
      assert.equal(readKeySet(bytesOf(none)), null, none.slice(0, 10));
  });

  it('are fetched once for their life, and again when a kid is not in them, not more often than every half minute', async () => {
    const sets = open();
    publish({ ...p256, kid: 'one' });
    assert.deepEqual(await Promise.all([ids(sets, 'one'), ids(sets, 'one'), ids(sets, null)]), [['one'], ['one'], ['one']]);
    assert.equal(asked, 1);
    publish({ ...p256, kid: 'one' }, { ...sm2, kid: 'two' });
    assert.deepEqual(await ids(sets, 'two'), []);
    assert.equal(asked, 1);
    now += KEY_SET_RETRY;
    assert.deepEqual(await ids(sets, 'two'), ['two']);
    assert.equal(asked, 2);
    publish({ ...sm2, kid: 'two' });
    assert.deepEqual(await ids(sets, 'one'), ['one']);
    now += KEY_SET_LIFE;
    assert.deepEqual(await ids(sets, 'one'), []);
    assert.deepEqual(await ids(sets, 'two'), ['two']);
    now += KEY_SET_LIFE;
    publish();
    assert.deepEqual(await ids(sets, 'two'), []);
  });

  it('stay as they were last while the address fails, for an hour, and then are none', async () => {
    const sets = open();
    publish({ ...rsa, kid: 'one' });
    assert.deepEqual(await ids(sets, 'one'), ['one']);
    for (const failing of [fail, () => fail(302), () => (answer = (_, response) => void response.end('no set'))]) {
      failing();
      now += KEY_SET_LIFE;
      assert.deepEqual(await ids(sets, 'one'), ['one']);
    }
    const before = asked;
    assert.deepEqual(await ids(sets, 'one'), ['one']);
    assert.equal(asked, before, 'a failure is remembered');
    now += KEY_SET_MAX_STALE;
    assert.equal(await ids(sets, 'one'), null);
    now += KEY_SET_RETRY;
    publish({ ...rsa, kid: 'one' });
    assert.deepEqual(await ids(sets, 'one'), ['one']);
    answer = (_, response) => void response.end(' '.repeat(MAX_KEY_SET_BYTES + 1));
    assert.equal(await ids(open(), 'one'), null);
  });

  it('are asked for at listed hosts alone, over TLS outside of demonstrations', async () => {
    publish({ ...rsa, kid: 'one' });
    const { port } = server.address() as AddressInfo;
    const strict = open({ plain: false });
    assert.equal(strict.permits(url), false);
    assert.equal(await strict.find(url, null), null);
    const named = open({ hosts: [`keys.example:${port}`], resolve: () => Promise.resolve(['127.0.0.1']) });
    const own = `http://keys.example:${port}/`;
    assert.equal(named.permits(own), true);
    assert.equal(await named.find(own, null), null, 'a name that leads to an address that is not public');
    const resolved = open({ hosts: [`keys.example:${port}`, '127.0.0.1'], resolve: () => Promise.resolve(['127.0.0.1']) });
    assert.deepEqual(await ids(resolved, 'one', own), ['one']);
    for (const other of ['http://other.example/', `http://u:p@127.0.0.1:${port}/`, 'ftp://127.0.0.1/', `${url}#x`, 'x', ''])
      assert.equal(open().permits(other), false, other);
  });

  it('are believed from a server whose certificate the operator’s CA issued, and from no other', async () => {
    const folder = temporaryFolder();
    const authority = makeTlsAuthority(folder, 'keys');
    const { certificate, privateKey } = authority.issue('server');
    const files = { cert: readFileSync(certificate), key: readFileSync(privateKey) };
    const secure = createTlsServer(
      files,
      (_, response) => void response.end(JSON.stringify({ keys: [{ ...p256, kid: 'tls' }] })),
    );
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    try {
      const address = `https://127.0.0.1:${(secure.address() as AddressInfo).port}/jwks.json`;
      const believing = open({ plain: false, authorities: readFileSync(authority.certificate, 'utf8') });
      assert.deepEqual(await ids(believing, 'tls', address), ['tls']);
      assert.equal(await open({ plain: false }).find(address, 'tls'), null);
      const other = makeTlsAuthority(folder, 'other');
      assert.equal(await open({ plain: false, authorities: readFileSync(other.certificate, 'utf8') }).find(address, 'tls'), null);
    } finally {
      secure.close();
    }
  });
});
