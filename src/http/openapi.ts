import { OpenApiGeneratorV31, OpenAPIRegistry, type RouteConfig, type ZodMediaTypeObject } from '@asteasolutions/zod-to-openapi';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { messages, type ErrorCode } from '../base/errors/index.ts';
import { SYSTEM_ACTIONS } from '../domain/access/index.ts';
import { RAW_TYPES } from './body/document.ts';
import { withExamples } from './examples/index.ts';
import { ERROR_STATUS } from './error-map.ts';
import { PROBLEM_TYPE } from './problem.ts';
import { MOST_FILES, type Route } from './route.ts';

const faultSchema = z.object({
  in: z.enum(['path', 'query', 'body']),
  pointer: z.string().describe('JSON pointer to the faulty part'),
  detail: z.string(),
  detailEn: z.string(),
  detailZh: z.string(),
});

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(messages) as [ErrorCode, ...ErrorCode[]]),
    detail: z.string().describe('In the language asked for'),
    detailEn: z.string(),
    detailZh: z.string(),
    instance: z.string(),
    requestId: z.string(),
    errors: z.array(faultSchema).optional().describe('Every fault of a bad request'),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details, in two languages',
  });

/** The OpenAPI 3.1 description of routes, made from what they are mounted from. */
export function describeApi(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'API key of a system: yz_…',
  });
  registry.registerComponent('securitySchemes', 'clientCredentials', {
    type: 'oauth2',
    description: 'Access token of a system: yt_…, by client credentials with private_key_jwt (RS256, PS256, ES256, SGD_SM3_SM2)',
    flows: {
      clientCredentials: {
        tokenUrl: '/oauth2/token',
        scopes: Object.fromEntries(SYSTEM_ACTIONS.map((action) => [action, action])),
      },
    },
  });
  registry.registerComponent('securitySchemes', 'signedRequest', {
    type: 'apiKey',
    in: 'header',
    name: 'Signature',
    description:
      'Request signed with SM2 (RFC 9421): Signature-Input covers @method, @authority, @path, @query and, with a body, content-digest (sm3); keyid is client_id/kid, alg is sm2-sm3',
  });
  registry.registerComponent('securitySchemes', 'mutualTls', {
    type: 'mutualTLS',
    description: 'Certificate registered for a system, where the proxy that ends TLS tells it (RFC 9440, RFC 8705)',
  });
  registry.registerComponent('securitySchemes', 'session', { type: 'apiKey', in: 'cookie', name: 'yinzheng' });
  registry.registerComponent('securitySchemes', 'csrf', {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description: 'csrfToken of the session, on every change made with a session',
  });
  for (const route of routes) registry.registerPath(operation(route));
  const description = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: '印证 Yinzheng',
      version: '1',
      description: 'Electronic seals and licences: issue, stamp, verify, end. Errors are problem details in English and Chinese.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
  });
  return withExamples(description);
}

function operation(route: Route): RouteConfig {
  const { params, query } = route.input;
  return {
    method: route.method,
    path: route.path,
    operationId: operationId(route),
    summary: route.summary,
    tags: [route.tag],
    security: securityOf(route),
    request: { ...(params ? { params } : {}), ...(query ? { query } : {}), ...bodyOf(route) },
    responses: { ...answersOf(route), ...errorsOf(route) },
  };
}

function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/api\/v1/, '')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  return [method, ...words].map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

function securityOf({ access, method }: Route): Record<string, string[]>[] {
  if (access === 'anonymous') return [];
  const session: Record<string, string[]> = method === 'get' ? { session: [] } : { session: [], csrf: [] };
  // A scope is an action: only what systems can be let in for is one.
  const scopes = (SYSTEM_ACTIONS as readonly string[]).includes(access) ? [access] : [];
  const isForSystems = access === 'public' || access === 'signed-in' || scopes.length > 0;
  const system = isForSystems ? [{ apiKey: [] }, { clientCredentials: scopes }, { signedRequest: [] }, { mutualTls: [] }] : [];
  return [...system, session, ...(access === 'public' ? [{}] : [])];
}

function bodyOf(route: Route): Pick<NonNullable<RouteConfig['request']>, 'body'> {
  if (takesJson(route) && route.input.json) {
    return { body: { required: true, content: { 'application/json': { schema: route.input.json } } } };
  }
  if (route.body === 'none' || takesJson(route)) return {};
  const binary = { schema: { type: 'string', format: 'binary' } } as const;
  if (typeof route.body !== 'string' && 'type' in route.body)
    return { body: { required: true, content: { [route.body.type]: binary } } };
  const file = { type: 'string', format: 'binary' } as const;
  const files = route.body === 'document' ? file : ({ type: 'array', items: file, maxItems: MOST_FILES } as const);
  const form = {
    schema: { type: 'object', properties: { file: files }, required: ['file'] },
  } satisfies ZodMediaTypeObject;
  const raw = Object.fromEntries(RAW_TYPES.map((type) => [type, binary]));
  return { body: { required: true, content: { ...raw, 'multipart/form-data': form } } };
}

function takesJson({ body }: Route): boolean {
  return body === 'json' || (typeof body === 'object' && 'envelope' in body);
}

function answersOf(route: Route): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(route.answers).map(([status, { description, schema, type }]) => {
      if (schema) return [status, { description, content: { 'application/json': { schema } } }];
      if (type === undefined) return [status, { description }];
      const text = type.startsWith('text/');
      return [
        status,
        { description, content: { [type]: { schema: text ? { type: 'string' } : { type: 'string', format: 'binary' } } } },
      ];
    }),
  );
}

function errorsOf(route: Route): RouteConfig['responses'] {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of new Set([...impliedErrors(route), ...route.errors])) {
    const status = ERROR_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `${code}: ${messages[code].en}`).join('; '),
        content: { [PROBLEM_TYPE]: { schema: problemSchema, example: problemExample(status, codes) } },
      },
    ]),
  );
}

/** A problem with the first of the codes that a route answers with a status. */
function problemExample(status: number, [code = 'INTERNAL']: readonly ErrorCode[]): z.infer<typeof problemSchema> {
  const { en, zh } = messages[code];
  return {
    type: `urn:yinzheng:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    ...{ title: STATUS_CODES[status] ?? 'Error', status, code },
    ...{ detail: en, detailEn: en, detailZh: zh },
    ...{ instance: 'urn:yinzheng:request:9f2c41d07be84a36', requestId: '9f2c41d07be84a36' },
  };
}

/** Errors that follow from the policy and the input of a route. */
function impliedErrors(route: Route): readonly ErrorCode[] {
  const { access, stepUp, limit, body, input, method } = route;
  const codes: ErrorCode[] = ['INTERNAL'];
  if (access !== 'anonymous') codes.push('NOT_SIGNED_IN');
  if (access !== 'anonymous' && method !== 'get') codes.push('CSRF_REFUSED');
  if (access !== 'anonymous' && access !== 'public' && access !== 'signed-in')
    codes.push('NOT_ALLOWED', 'PASSWORD_CHANGE_REQUIRED', 'SECOND_FACTOR_REQUIRED', 'SECOND_FACTOR_ENROLMENT_REQUIRED');
  if (stepUp) codes.push('STEP_UP_REQUIRED');
  // Accounts and systems have bounds of their own, addresses where it says so.
  if (limit !== 'none' || access !== 'anonymous') codes.push('RATE_LIMITED');
  if (input.params ?? input.query ?? input.json) codes.push('REQUEST_INVALID');
  if (body !== 'none') codes.push('MEDIA_TYPE_UNSUPPORTED', 'INPUT_TOO_LARGE');
  if (takesJson(route) || body === 'document' || body === 'documents') codes.push('BODY_MALFORMED');
  if (body === 'document' || body === 'documents') codes.push('INPUT_INVALID');
  if (body !== 'none' && body !== 'json') codes.push('SERVICE_BUSY');
  return codes;
}
