/**
 * `npm run client`: writes `client/schema.ts`, the types of every path of the HTTP interface, from its OpenAPI description. The routes are
 * asked to describe themselves with nothing behind them: no installation is needed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTypes, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { describeApi } from '../src/http/openapi.ts';
import { createRoutes } from '../src/http/routes.ts';
import type { HttpServices } from '../src/http/services.ts';

const HEAD = '// Made by `npm run client` from the OpenAPI description; what is changed here is lost.\n';
/** Stands for every use case; none is called. */
const nothing: unknown = new Proxy(() => nothing, { get: () => nothing });

const routes = createRoutes(nothing as HttpServices, { metrics: null, webRoot: '.', mutualTls: true });
const types = astToString(await openapiTypes(describeApi(routes) as OpenAPI3));
writeFileSync(join(import.meta.dirname, '../client/schema.ts'), HEAD + types);
