/** Examples of the OpenAPI description are what the interface takes and gives: each is held against the schema that it stands beside. */
import assert from 'node:assert/strict';
import type { z } from 'zod';
import { describeApi } from '../../src/http/openapi.ts';
import { bareRoutes } from '../support/routes.ts';

interface Body {
  readonly content?: Readonly<Record<string, { readonly example?: unknown }>>;
}

interface Operation {
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
}

describe('http: examples of the description', () => {
  const routes = bareRoutes();
  const { paths } = describeApi(routes) as { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

  function holds(what: string, schema: z.ZodType, body: Body | undefined): void {
    const json = body?.content?.['application/json'];
    assert.ok(json && 'example' in json, `${what} has no example`);
    const checked = schema.safeParse(json.example);
    assert.ok(checked.success, `${what}: ${checked.error?.message ?? ''}`);
  }

  it('are what each route takes', () => {
    const takers = routes.filter(({ input }) => input.json);
    assert.ok(takers.length > 100);
    for (const { method, path, input } of takers)
      if (input.json) holds(`the request of ${method} ${path}`, input.json, paths[path]?.[method]?.requestBody);
  });

  it('are what each route answers', () => {
    let answers = 0;
    for (const { method, path, answers: documented } of routes)
      for (const [status, { schema }] of Object.entries(documented)) {
        if (!schema) continue;
        answers++;
        holds(`the answer ${status} of ${method} ${path}`, schema, paths[path]?.[method]?.responses[status]);
      }
    assert.ok(answers > 200);
  });

  it('are problems of their status, where a route refuses', () => {
    let refusals = 0;
    for (const { method, path } of routes)
      for (const [status, body] of Object.entries(paths[path]?.[method]?.responses ?? {})) {
        const problem = body.content?.['application/problem+json'];
        if (!problem) continue;
        refusals++;
        assert.equal((problem.example as { readonly status: number }).status, Number(status), `${status} of ${method} ${path}`);
      }
    assert.ok(refusals > 500);
  });
});
