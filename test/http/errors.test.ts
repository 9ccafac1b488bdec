import assert from 'node:assert/strict';
import { connect } from 'node:net';
import request from 'supertest';
import { messages, YinzhengError, type ErrorCode } from '../../src/base/errors/index.ts';
import { ERROR_STATUS } from '../../src/http/error-map.ts';
import { bearer, issueRequest, openApp, problem, signInAs, type OpenApp } from '../support/http.ts';

describe('http: errors', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  it('gives every error code a status', () => {
    assert.deepEqual(Object.keys(ERROR_STATUS).sort(), Object.keys(messages).sort());
    for (const [code, status] of Object.entries(ERROR_STATUS)) assert.ok(status >= 400 && status <= 503, code);
  });

  it('answers unknown addresses and methods with problem details', async () => {
    problem(await request(app.server).get('/api/v1/nothing'), 'ROUTE_NOT_FOUND');
    problem(await request(app.server).get('/api/v2/licences'), 'ROUTE_NOT_FOUND');
    problem(await request(app.server).post('/nothing').send({}), 'ROUTE_NOT_FOUND');
    const refused = await request(app.server).put('/api/v1/session').send({});
    problem(refused, 'METHOD_NOT_ALLOWED');
    assert.equal(refused.get('Allow'), 'POST, GET, HEAD, DELETE');
    const options = await request(app.server).options('/api/v1/licences').set('Origin', 'https://elsewhere.example');
    assert.equal(options.status, 204);
    assert.equal(options.get('Access-Control-Allow-Origin'), undefined);
    await request(app.server).head('/healthz').expect(200);
  });

  it('refuses bodies that are not JSON, of other types, encoded, or too large', async () => {
    const post = () => request(app.server).post('/api/v1/session');
    problem(await post().set('Content-Type', 'application/json').send('{"userName": '), 'BODY_MALFORMED');
    problem(await post().set('Content-Type', 'application/json').send('"text"'), 'BODY_MALFORMED');
    problem(await post().type('form').send({ userName: 'a', password: 'b' }), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await post().set('Content-Type', 'text/plain').send('{}'), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await post().set('Content-Encoding', 'gzip').send({}), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await post().set('Content-Type', 'application/json; charset=gbk').send('{}'), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await post().send({ userName: 'a', password: 'x'.repeat(1024 * 1024) }), 'INPUT_TOO_LARGE');
    problem(await post().set('Content-Type', 'application/json'), 'REQUEST_INVALID');
    problem(await post(), 'MEDIA_TYPE_UNSUPPORTED');
  });

  it('survives deep, odd and polluting JSON', async () => {
    const post = (text: string) => request(app.server).post('/api/v1/session').set('Content-Type', 'application/json').send(text);
    problem(await post('['.repeat(400_000)), 'BODY_MALFORMED');
    problem(await post('['.repeat(100_000) + ']'.repeat(100_000)), 'REQUEST_INVALID');
    problem(await post('{"__proto__": {"userName": "clerk"}, "password": "x"}'), 'REQUEST_INVALID');
    problem(await post('{"userName": {"$gt": ""}, "password": ["x"]}'), 'REQUEST_INVALID');
    assert.equal(({} as Record<string, unknown>)['userName'], undefined);
  });

  it('lists every fault of a request, in both languages, and repeats no value', async () => {
    const response = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .set('Accept-Language', 'zh-CN,zh;q=0.9,en;q=0.1')
      .send(
        issueRequest({
          typeCode: '张三丰',
          holders: [{ name: '', codeType: '555', code: 42, secret: 1 }],
          fields: { 住所: 7 },
          issueDate: '昨天',
          purpose: undefined,
          'a/b~c': true,
        }),
      );
    const body = problem(response, 'REQUEST_INVALID');
    const errors = body['errors'] as Record<string, string>[];
    const pointers = errors.map(({ pointer }) => pointer);
    for (const pointer of [
      '/typeCode',
      '/holders/0/name',
      '/holders/0/codeType',
      '/holders/0/code',
      '/holders/0',
      '/fields/住所',
      '/issueDate',
      '/purpose',
      '',
    ]) {
      assert.ok(pointers.includes(pointer), `${pointer} is not among ${pointers.join(' ')}`);
    }
    for (const error of errors) {
      assert.equal(error['in'], 'body');
      assert.match(error['detailZh'] ?? '', /[一-鿿]/);
      assert.doesNotMatch(error['detailEn'] ?? '', /[一-鿿]/);
      assert.equal(error['detail'], error['detailZh']);
    }
    assert.equal(body['detail'], body['detailZh']);
    assert.doesNotMatch(response.text, /张三丰|昨天/);
    const english = await request(app.server).get('/api/v1/licences?limit=0&cursor=x').set('Authorization', bearer(app));
    const faults = problem(english, 'REQUEST_INVALID')['errors'] as Record<string, string>[];
    assert.deepEqual(faults.map((fault) => [fault['in'], fault['pointer']]).sort(), [
      ['query', '/cursor'],
      ['query', '/limit'],
    ]);
    assert.equal((english.body as Record<string, unknown>)['detail'], (english.body as Record<string, unknown>)['detailEn']);
  });

  it('bounds the list of faults', async () => {
    const response = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .send(issueRequest({ fields: Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 1])) }));
    const errors = problem(response, 'REQUEST_INVALID')['errors'] as unknown[];
    assert.equal(errors.length, 100);
  });

  it('refuses malformed addresses and repeated parameters', async () => {
    problem(await request(app.server).get('/v/%E0%A4%A'), 'INPUT_INVALID');
    problem(await request(app.server).get('/api/v1/verifications/codes/%ff'), 'INPUT_INVALID');
    problem(
      await request(app.server).get('/api/v1/licences?limit=1&limit=2').set('Authorization', bearer(app)),
      'REQUEST_INVALID',
    );
    problem(await request(app.server).get(`/api/v1/verifications/codes/${'A'.repeat(65)}`), 'REQUEST_INVALID');
  });

  it('keeps what is ours opaque, and says what may pass', async () => {
    const secret = 'keystore at /srv/keys for 王某某';
    const failing = async (error: unknown) => {
      const fail = (): never => {
        throw error;
      };
      const own = await openApp({
        change: (services) => ({
          ...services,
          verification: { ...services.verification, code: () => Promise.resolve().then(fail) },
        }),
      });
      try {
        return { response: await request(own.server).get('/api/v1/verifications/codes/X'), log: own.log() };
      } finally {
        await own.close();
      }
    };
    for (const error of [
      new TypeError(secret),
      new YinzhengError('KEYSTORE_NOT_FOUND', { path: secret }),
      new YinzhengError('BLOB_DAMAGED', {}, { cause: new Error(secret) }),
      secret,
      null,
    ]) {
      const { response, log } = await failing(error);
      problem(response, 'INTERNAL');
      assert.doesNotMatch(response.text + log, /王某某|\/srv\/keys/);
      assert.match(log, /"msg":"failed"/);
      if (error instanceof Error) assert.match(log, new RegExp(error.name));
    }
    const { response } = await failing(new YinzhengError('STORE_UNAVAILABLE'));
    problem(response, 'STORE_UNAVAILABLE');
    const codes: readonly ErrorCode[] = ['CASE_CONFLICT', 'VERSION_CONFLICT', 'LICENCE_NOT_FOUND'];
    for (const code of codes) problem((await failing(new YinzhengError(code))).response, code);
  });

  it('keeps a caller’s request id when it is plainly one', async () => {
    const kept = await request(app.server).get('/healthz').set('X-Request-Id', 'gateway-0001.a_b');
    assert.equal(kept.get('X-Request-Id'), 'gateway-0001.a_b');
    for (const odd of ['short', 'x'.repeat(65), 'two words', '{"forged":1}', '-starts-wrong']) {
      const response = await request(app.server).get('/healthz').set('X-Request-Id', odd);
      assert.match(response.get('X-Request-Id') ?? '', /^[0-9a-f-]{36}$/, odd);
    }
  });

  it('stays up when what comes is not HTTP at all', async () => {
    const { port } = app.server.address() as { readonly port: number };
    await new Promise<void>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('\u0000\u0001 not http\r\n\r\n'));
      socket
        .on('data', () => undefined)
        .on('close', () => resolve())
        .on('error', reject);
    });
    await request(app.server).get('/healthz').expect(200);
  });

  it('sends headers that keep the page to itself', async () => {
    const response = await request(app.server).get('/');
    const policy = response.get('Content-Security-Policy') ?? '';
    for (const directive of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]) {
      assert.ok(policy.includes(directive), directive);
    }
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(response.get('X-Content-Type-Options'), 'nosniff');
    assert.equal(response.get('Referrer-Policy'), 'no-referrer');
    assert.equal(response.get('X-Powered-By'), undefined);
    assert.equal(response.get('Strict-Transport-Security'), undefined);
  });

  it('logs no personal data, no secret and no address', async () => {
    const own = await openApp();
    try {
      const clerk = await signInAs(own, 'clerk');
      await request(own.server).post('/api/v1/session').send({ userName: 'wangxiaoyang', password: 'their-real-password' });
      await request(own.server)
        .post('/api/v1/session')
        .set('Content-Type', 'application/json')
        .send('{"userName": "wangxiaoyang');
      const made = await request(own.server)
        .post('/api/v1/licences')
        .set('Authorization', bearer(own))
        .send(issueRequest())
        .expect(201);
      const { identifier, verificationCode } = made.body as { readonly identifier: string; readonly verificationCode: string };
      await request(own.server)
        .post('/api/v1/licences')
        .set('Authorization', bearer(own))
        .send(issueRequest({ fields: { 法定代表人: '欧阳晓样\u{10ffff}' } }));
      const query = `item=${encodeURIComponent('补办')}&cause=${encodeURIComponent('王小样来访')}`;
      await request(own.server).get(`/api/v1/licences/${identifier}?${query}`).set('Cookie', clerk.cookie).expect(200);
      await request(own.server).get(`/api/v1/verifications/codes/${verificationCode}`).expect(200);
      await request(own.server).get(`/v/${verificationCode}`);
      await request(own.server).get('/unknown/王小样?name=wangxiaoyang');
      const log = own.log();
      assert.ok(log.split('\n').length >= 9);
      const secrets = [clerk.cookie.split('=')[1] ?? '-', clerk.csrf, own.credentials.apiKey.text, 'their-real-password'];
      const personal = ['欧阳', '王小样', encodeURIComponent('王小样'), 'wangxiaoyang', 'clerk', '发证员', '补办', '127.0.0.1'];
      for (const word of [
        ...secrets,
        ...personal,
        identifier,
        verificationCode,
        ...own.credentials.accounts.map(({ password }) => password),
      ]) {
        assert.ok(!log.includes(word), `the log has ${word}`);
      }
      const lines = log
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const routes = lines.map(({ route }) => route);
      assert.ok(routes.includes('/api/v1/verifications/codes/{code}') && routes.includes('unmatched'));
      for (const line of lines) assert.ok(typeof line['requestId'] === 'string' && typeof line['status'] === 'number');
    } finally {
      await own.close();
    }
  });
});
