import assert from 'node:assert/strict';
import request from 'supertest';
import { createApp } from '../../src/http/app.ts';
import { pino } from 'pino';
import { openApp, type OpenApp } from '../support/http.ts';
import { mounted, NO_SERVICES } from '../support/routes.ts';

interface Operation {
  readonly responses: Record<string, unknown>;
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: { readonly type?: unknown };
  }[];
}

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

describe('http: OpenAPI', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let description: Description;
  before(async () => {
    app = await openApp();
    description = (await request(app.server).get('/openapi.json').expect(200)).body as Description;
  });
  after(() => app.close());

  it('describes every route there is and no other', () => {
    const bare = createApp(NO_SERVICES, {
      log: pino({ level: 'silent' }),
      webRoot: '/nowhere',
      cookieSecure: false,
      trustProxy: false,
      certificateProxies: [],
      uploadLimit: 1,
      rates: { signIn: 1, code: 1, verification: 1, ocsp: 1, timeStamp: 1, token: 1 },
      metrics: true,
    });
    const documented = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    assert.deepEqual(documented.sort(), mounted(bare).sort());
    assert.ok(documented.includes('post /api/v1/licences/{identifier}/status-events'));
    assert.ok(documented.length >= 20);
  });

  it('is OpenAPI 3.1 with named schemas, whose references all lead somewhere', () => {
    assert.equal(description.openapi, '3.1.0');
    const references = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    assert.ok(references.length > 20);
    for (const [, kind, name] of references) {
      assert.equal(kind, 'schemas');
      assert.ok(name !== undefined && name in description.components.schemas, name);
    }
    for (const name of [
      'IssueRequest',
      'Licence',
      'LicenceSummary',
      'VerificationReport',
      'Problem',
      'Session',
      'StatusReport',
    ]) {
      assert.ok(name in description.components.schemas, name);
    }
  });

  it('describes every way to prove who one is, and scopes where systems are let in', () => {
    const { securitySchemes } = description.components as unknown as {
      readonly securitySchemes: Record<
        string,
        { readonly type: string; readonly flows?: { readonly clientCredentials: { readonly scopes: object } } }
      >;
    };
    assert.deepEqual(Object.keys(securitySchemes).sort(), [
      'apiKey',
      'clientCredentials',
      'csrf',
      'mutualTls',
      'session',
      'signedRequest',
    ]);
    const scopes = Object.keys(securitySchemes['clientCredentials']?.flows?.clientCredentials.scopes ?? {});
    assert.ok(scopes.includes('licence:issue') && !scopes.some((scope) => /^(account|client|journal):/.test(scope)));
    const securityOf = (path: string, method: string) =>
      (description.paths[path]?.[method] as unknown as { readonly security?: readonly Record<string, readonly string[]>[] })
        .security ?? [];
    const issuing = securityOf('/api/v1/licences', 'post');
    assert.ok(issuing.some((entry) => entry['clientCredentials']?.join() === 'licence:issue'));
    // Where systems are never let in, no scheme of theirs is named.
    assert.deepEqual(securityOf('/api/v1/clients', 'post'), [{ session: [], csrf: [] }]);
  });

  it('says what a query must have, and that nothing in it is null', () => {
    const stamping = description.paths['/api/v1/stamps']?.['post']?.parameters ?? [];
    const required = stamping.filter((parameter) => parameter.required).map(({ name }) => name);
    assert.deepEqual(required.sort(), ['cause', 'item', 'seal']);
    for (const operation of Object.values(description.paths).flatMap((path) => Object.values(path)))
      for (const { name, in: place, required: must, schema } of operation.parameters ?? []) {
        if (schema.type !== undefined) assert.equal(typeof schema.type, 'string', `${operation.operationId} ${name}`);
        if (place === 'path') assert.equal(must, true, `${operation.operationId} ${name}`);
      }
  });

  it('gives every operation its own id, and says which errors there are', () => {
    const operations = Object.values(description.paths).flatMap((methods) => Object.values(methods));
    const ids = operations.map(({ operationId }) => operationId);
    assert.equal(new Set(ids).size, ids.length, ids.join(' '));
    const issue = description.paths['/api/v1/licences']?.['post'];
    assert.deepEqual(Object.keys(issue?.responses ?? {}), [
      '200',
      '201',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '429',
      '500',
      '503',
    ]);
    assert.match(JSON.stringify(issue?.responses['409']), /CASE_CONFLICT/);
  });
});
