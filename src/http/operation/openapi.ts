import { z } from 'zod';
import { defineRoute, json, type Route } from '../route.ts';

/** The description of the interface, made once. */
export function openApiRoute(describe: (self: Route) => object): Route {
  let description: object | null = null;
  const route: Route = defineRoute({
    method: 'get',
    path: '/openapi.json',
    summary: 'This description',
    tag: 'operation',
    limit: 'none',
    access: 'anonymous',
    body: 'none',
    input: {},
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    errors: [],
    handle: () => Promise.resolve(json(200, (description ??= describe(route)))),
  });
  return route;
}
