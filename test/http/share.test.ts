/** The sharing interface over HTTP: envelope, names and codes of the profile, who is let in, what is bounded. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import type { ErrorCode } from '../../src/base/errors/index.ts';
import type { SharingTerms } from '../../src/domain/sharing/index.ts';
import { addClientKey, authoriseClient, blockClient, makeClient } from '../../src/services/clients/index.ts';
import { followChanges } from '../../src/services/sharing/index.ts';
import profile from '../../src/services/sharing/profiles/gbt36906.json' with { type: 'json' };
import { administratorAs } from '../support/access.ts';
import { bearer, ISSUER, issueRequest, openApp, sharedInstallation, type OpenApp } from '../support/http.ts';
import { SHARES_NOTHING } from '../support/sharing.ts';

const TYPE = '11990000MB0000019F001';
const PURPOSE = { useItem: '食品经营许可', useCause: '核对' };

interface Answer {
  readonly head: { readonly status: string; readonly message: string; readonly requestId?: string; readonly time: string };
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly code?: ErrorCode;
}

describe('http: sharing', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let identifier = '';
  before(async () => {
    app = await openApp();
    const issued = await request(app.server)
      .post('/api/v1/licences')
      .set('Authorization', bearer(app))
      .send(issueRequest())
      .expect(201);
    ({ identifier } = issued.body as { readonly identifier: string });
  });
  after(() => app.close());

  /** A system that is let in: its id, and an API key. */
  const letIn = async (terms: Partial<SharingTerms>): Promise<{ readonly id: string; readonly key: string }> => {
    const sharing = { ...SHARES_NOTHING, ...terms };
    const made = await makeClient(app.access, administratorAs('administrator'), {
      ...{
        name: '共享',
        organisation: ISSUER,
        scopes: ['licence:share'],
        perMinute: null,
        perDay: null,
        validUntil: null,
        sharing,
      },
    });
    const added = await addClientKey(app.access, administratorAs('administrator'), {
      ...{ id: made._id, revision: 1, given: { kind: 'secret' } },
    });
    await authoriseClient(app.access, administratorAs('security-administrator'), {
      id: made._id,
      revision: added.client.revision,
    });
    return { id: made._id, key: added.secret ?? '' };
  };
  const post = (operation: string, body: object): Promise<Response> =>
    Promise.resolve(request(app.server).post(`/share/v1/${operation}`).send(body));
  const tokenFor = async ({ id, key }: { readonly id: string; readonly key: string }): Promise<string> => {
    const { head, data } = answer(await post('token', { head: { accessId: id }, data: { accessKey: key } }), 200);
    assert.equal(head.status, '00');
    return String(data?.['accessToken']);
  };
  const ask = async (token: string, operation: string, data: object): Promise<Response> =>
    post(operation, { head: { accessToken: token, requestId: 'R-1' }, data });
  const answer = (response: Response, status: number): Answer => {
    assert.equal(response.status, status, response.text);
    assert.match(response.get('Content-Type') ?? '', /^application\/json/);
    const body = response.body as Answer;
    assert.deepEqual(
      Object.keys(body.head).filter((name) => name !== 'requestId'),
      ['status', 'message', 'time'],
    );
    return body;
  };
  const refused = (response: Response, status: number, told: string, code: ErrorCode): void => {
    const body = answer(response, status);
    assert.deepEqual([body.head.status, body.data, body.code], [told, null, code], response.text);
    assert.match(body.head.message, /[一-鿿]/);
  };

  it('answers a first call in its envelope, in the names of the profile', async () => {
    const token = await tokenFor(await letIn({ types: [{ code: TYPE, fields: null, files: true }] }));
    const { head, data } = answer(await ask(token, 'queryCertInfo', { certIdentifier: identifier, ...PURPOSE }), 200);
    assert.deepEqual([head.status, head.requestId], ['00', 'R-1']);
    assert.deepEqual(
      [data?.['certIdentifier'], data?.['certStatus'], data?.['holders']],
      [identifier, '01', [{ holderName: '欧阳晓样', holderCode: 'TEST-0001', holderTypeCode: '999' }]],
    );
    assert.match(String(data?.['issueDate']), /^\d{8}$/);
    assert.equal((data?.['surfaceData'] as Record<string, string>)['经营项目'], '热食类食品制售');
    const listed = answer(await ask(token, 'queryCertInfoByHolderCode', { holderCode: 'TEST-0001', ...PURPOSE }), 200);
    const [first] = listed.data?.['list'] as { readonly holders: readonly { readonly holderName: string }[] }[];
    assert.equal(first?.holders[0]?.holderName, '欧***');
  });

  it('has every operation of the profile, each answering a system that is let in', async () => {
    const { id, key } = await letIn({ sandbox: true, directory: true });
    const token = await tokenFor({ id, key });
    const found = answer(
      await ask(token, profile.operations.search, { holderCode: 'SAMPLE-0001', pageSize: 1, ...PURPOSE }),
      200,
    );
    const [{ certIdentifier: sample = '' } = {}] = found.data?.['list'] as { readonly certIdentifier?: string }[];
    assert.equal(typeof found.data?.['cursor'], 'string');
    const file = answer(await ask(token, profile.operations.file, { certIdentifier: sample, ...PURPOSE }), 200);
    const about = { certIdentifier: sample, ...PURPOSE };
    const questions: Readonly<Record<keyof typeof profile.operations, object>> = {
      ...{ token: { accessKey: key }, query: about, file: about, fileAddress: about, metadata: {}, changes: {} },
      search: { holderCode: 'SAMPLE-0001', ...PURPOSE },
      verifyFields: { ...about, holderName: '欧阳样本', holderCode: 'SAMPLE-0001', validStart: '20260106', validEnd: '长期' },
      verifyFile: { content: file.data?.['content'], ...PURPOSE },
      readCode: { qrcode: 'x', ...PURPOSE },
      statuses: { certIdentifiers: [sample, identifier], ...PURPOSE },
      directory: { ...PURPOSE },
      directoryErrors: { list: [{ certIdentifier: sample, seq: 1, error_remark: 'x' }] },
    };
    for (const [operation, data] of Object.entries(questions)) {
      const response = await ask(token, profile.operations[operation as keyof typeof questions], data);
      if (operation === 'readCode') refused(response, 400, '20', 'VERIFICATION_CODE_INVALID');
      else assert.equal(answer(response, 200).head.status, '00', operation);
    }
    const statuses = answer(await ask(token, profile.operations.statuses, questions.statuses), 200);
    assert.deepEqual(
      (statuses.data?.['list'] as { certStatus: string }[]).map(({ certStatus }) => certStatus),
      ['01', '00'],
    );
    const address = answer(await ask(token, profile.operations.fileAddress, about), 200);
    const path = new URL(String(address.data?.['fileUrl'])).pathname;
    const fetched = await request(app.server).get(path).expect(200).expect('Content-Type', 'application/pdf');
    assert.equal((fetched.body as Buffer).toString('base64'), file.data?.['content']);
    assert.ok(!app.log().includes(path.split('/').at(-1) ?? ''));
    await request(app.server)
      .get(`/share/v1/files/${'0'.repeat(64)}`)
      .expect(404);
  });

  it('tells apart in its codes what is wrong, and asks a purpose of every read', async () => {
    const { id, key } = await letIn({ types: [{ code: TYPE, fields: null, files: false }], matters: ['食品经营许可'] });
    const token = await tokenFor({ id, key });
    refused(
      await ask('yt_' + '0'.repeat(64), 'queryCertInfo', { certIdentifier: identifier, ...PURPOSE }),
      401,
      '21',
      'NOT_SIGNED_IN',
    );
    refused(await post('queryCertInfo', { data: { certIdentifier: identifier, ...PURPOSE } }), 401, '21', 'NOT_SIGNED_IN');
    refused(await post('token', { head: { accessId: id }, data: { accessKey: `${key}0` } }), 401, '21', 'CLIENT_REFUSED');
    refused(await post('token', { head: { accessId: 'another' }, data: { accessKey: key } }), 401, '21', 'CLIENT_REFUSED');
    refused(await post('token', { data: {} }), 401, '21', 'CLIENT_REFUSED');
    for (const [operation, data] of [
      ['queryCertInfo', { certIdentifier: identifier }],
      ['downloadFile', { certIdentifier: identifier }],
      ['downloadUrl', { certIdentifier: identifier }],
      ['queryCertInfoByHolderCode', { holderCode: 'TEST-0001' }],
      ['queryCertInfoByQRcode', { qrcode: 'x' }],
      ['queryCertStatus', { certIdentifiers: [identifier] }],
      ['queryCertDirectory', {}],
      ['verifyCertInfo', { certIdentifier: identifier }],
      ['verifyFile', { content: 'AAAA' }],
    ] as const) {
      const response = await ask(token, operation, data);
      refused(response, 400, '20', 'REQUEST_INVALID');
      assert.match((response.body as Answer).head.message, /\/data\/useCause/);
    }
    const other = { ...PURPOSE, useItem: '别的' };
    refused(await ask(token, 'queryCertInfo', { certIdentifier: identifier, ...other }), 403, '22', 'NOT_ALLOWED');
    refused(await ask(token, 'queryCertDirectory', PURPOSE), 403, '22', 'NOT_ALLOWED');
    refused(await ask(token, 'downloadFile', { certIdentifier: identifier, ...PURPOSE }), 404, '30', 'FILE_NOT_FOUND');
    const nowhere = identifier.replace(/^(.*)\.(\d{3})\.(.)$/, '$1.009.$3');
    assert.ok([400, 404].includes((await ask(token, 'queryCertInfo', { certIdentifier: nowhere, ...PURPOSE })).status));
    refused(
      await ask(token, 'queryCertInfo', { certIdentifier: identifier, unknown: 1, ...PURPOSE }),
      400,
      '20',
      'REQUEST_INVALID',
    );
    refused(await ask(token, 'queryCertChanges', { cursor: 9e15 - 1 }), 400, '20', 'INPUT_INVALID');
    const raw = request(app.server).post('/share/v1/queryCertInfo').set('Content-Type', 'application/json');
    refused(await raw.send('{"head":'), 400, '20', 'BODY_MALFORMED');
    refused(
      await request(app.server).post('/share/v1/queryCertInfo').type('form').send('a=b'),
      415,
      '20',
      'MEDIA_TYPE_UNSUPPORTED',
    );
    refused(
      await ask(token, 'queryCertInfo', { certIdentifier: 'x'.repeat(1_100_000), ...PURPOSE }),
      413,
      '41',
      'INPUT_TOO_LARGE',
    );
    refused(await request(app.server).get('/share/v1/queryCertInfo'), 405, '20', 'METHOD_NOT_ALLOWED');
    await blockClient(app.access, administratorAs('security-administrator'), { id, revision: 3 });
    refused(await ask(token, 'queryCertInfo', { certIdentifier: identifier, ...PURPOSE }), 401, '21', 'NOT_SIGNED_IN');
  });

  it('takes a bearer token in the header of the request as well', async () => {
    const token = await tokenFor(await letIn({ types: [{ code: TYPE, fields: [], files: false }] }));
    const response = await request(app.server)
      .post('/share/v1/queryCertInfo')
      .set('Authorization', `Bearer ${token}`)
      .send({ data: { certIdentifier: identifier, ...PURPOSE } });
    assert.deepEqual(answer(response, 200).data?.['surfaceData'], {});
  });

  it('answers pending with the time to ask again', async () => {
    const slow = await openApp({
      change: (services) => ({
        ...services,
        sharing: { ...services.sharing, query: () => Promise.resolve({ kind: 'pending', retryAfter: 3 }) },
      }),
    });
    try {
      const { key } = await letIn({ types: [{ code: TYPE, fields: null, files: false }] });
      const response = await request(slow.server)
        .post('/share/v1/queryCertInfo')
        .set('Authorization', `Bearer ${key}`)
        .send({ data: { certIdentifier: identifier, ...PURPOSE } });
      const { head, data } = answer(response, 202);
      assert.deepEqual([head.status, data, response.get('Retry-After')], ['10', { retryAfter: 3 }, '3']);
    } finally {
      await slow.close();
    }
  });

  it('has a feed of changes that goes on from its cursor', async () => {
    const { relay, store } = await sharedInstallation();
    await relay.drain();
    await followChanges(store);
    const token = await tokenFor(await letIn({ types: [{ code: TYPE, fields: null, files: false }] }));
    let cursor = 0;
    const seen: unknown[] = [];
    for (let more = true; more;) {
      const { data } = answer(await ask(token, 'queryCertChanges', { cursor, pageSize: 500 }), 200);
      seen.push(...(data?.['list'] as { certIdentifier: string }[]).map(({ certIdentifier }) => certIdentifier));
      ({ cursor, hasMore: more } = data as { cursor: number; hasMore: boolean });
    }
    assert.ok(seen.includes(identifier));
    assert.deepEqual(answer(await ask(token, 'queryCertChanges', { cursor }), 200).data, { list: [], cursor, hasMore: false });
  });

  it('is described in OpenAPI in the names of the profile', async () => {
    const response = await request(app.server).get('/openapi.json').expect(200);
    const text = JSON.stringify((response.body as { paths: Record<string, unknown> }).paths['/share/v1/verifyCertInfo']);
    for (const name of ['certIdentifier', 'useCause', 'surfaceData', 'accessToken', 'clientCredentials'])
      assert.ok(text.includes(name), name);
  });
});
