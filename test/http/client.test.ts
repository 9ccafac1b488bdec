/** The typed client against a server that listens: the main job of a clerk and of a system, and what is answered instead. */
import assert from 'node:assert/strict';
import { answerOf, createClient, ProblemError, signIn, type Client } from '../../client/index.ts';
import { createApiKey } from '../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { issueRequest, openApp, passwordOf, type OpenApp } from '../support/http.ts';

describe('the TypeScript client', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let clerk: Client;
  before(async () => {
    app = await openApp();
    clerk = await signIn(app.url, 'clerk', passwordOf(app, 'clerk'));
  });
  after(() => app.close());

  /** The conclusion about a file, and the status of the licence that it is. */
  const verdictOf = async (file: ArrayBuffer) => {
    const report = await answerOf(
      createClient(app.url).POST('/api/v1/verifications', {
        params: { query: { view: 'simple' } },
        // The description calls bytes a text, as JSON Schema has no other word; fetch sends them as they are.
        body: file as unknown as string,
        bodySerializer: (body) => body,
        headers: { 'content-type': 'application/pdf' },
      }),
    );
    assert.ok('conclusion' in report);
    return report.conclusion;
  };
  const licence = () => ({
    ...issueRequest(),
    holders: [{ name: '欧阳晓样', codeType: '999' as const, code: 'TEST-0001' }],
  });

  it('issues, downloads, verifies, revokes and verifies again', async () => {
    const issued = await answerOf(clerk.POST('/api/v1/licences', { body: licence() }));
    const path = { identifier: issued.identifier };
    const query = { item: '食品经营许可', cause: '领取', caseNumber: 'CLIENT-1' };
    const file = await answerOf(
      clerk.GET('/api/v1/licences/{identifier}/file', { params: { path, query }, parseAs: 'arrayBuffer' }),
    );
    assert.equal(Buffer.from(file).subarray(0, 5).toString(), '%PDF-');
    assert.equal(await verdictOf(file), 'passed');
    await answerOf(
      clerk.POST('/api/v1/licences/{identifier}/status-events', {
        params: { path },
        body: { event: 'revoke', reason: '示例', documentNumber: '样〔2026〕9号' },
      }),
    );
    assert.equal(await verdictOf(file), 'failed');
  });

  it('says what is wrong with a request', async () => {
    const body = { ...licence(), holders: [] };
    await assert.rejects(answerOf(clerk.POST('/api/v1/licences', { body })), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.status, 400);
      assert.ok(error.problem.errors?.some(({ pointer }) => pointer.startsWith('/holders')));
      return true;
    });
  });

  it('refuses a wrong password with a problem', () =>
    assert.rejects(signIn(app.url, 'clerk', 'wrong'), (error) => {
      assert.ok(error instanceof ProblemError);
      assert.equal(error.problem.code, 'SIGN_IN_REFUSED');
      return true;
    }));

  it('is a system by a key, which may be fetched anew for each request', async () => {
    const { text } = await createApiKey(app.access, SERVER_ACTOR, {
      ...{ name: 'client', organisation: '11990100MB0000027F', role: 'system', demonstration: true },
    });
    let asked = 0;
    const system = createClient(app.url, { token: () => Promise.resolve((asked++, text)) });
    const types = await answerOf(system.GET('/api/v1/licence-types'));
    assert.ok(JSON.stringify(types).includes('食品经营许可'));
    await answerOf(system.GET('/api/v1/licence-types'));
    assert.equal(asked, 2);
  });
});
