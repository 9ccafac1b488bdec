import { z } from 'zod';
import type { DirectoryErrorRecord } from '../../../services/storage/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API, creditCode, instant, purposeBody, purposeOf } from '../words.ts';
import type { DirectoryErrorServices } from './services.ts';

const path = `${API}/directory-errors`;
const shared = { tag: 'directory errors', limit: 'none' } as const;
const id = z.string().min(1).max(300);

const errorSchema = z
  .object({
    id,
    client: z.string().describe('client_id of the system that takes directory records'),
    organisation: creditCode.describe('Who issued the licence'),
    identifier: z.string(),
    sequence: z.number().int().describe('Number of the change that it was reported by'),
    foundBy: z.enum(['here', 'above']).describe('here: not given out; above: refused by who takes it'),
    remark: z.string(),
    state: z.enum(['open', 'resolved']),
    recordedAt: instant,
  })
  .meta({ id: 'DirectoryError' });
const errorList = z.object({ items: z.array(errorSchema), next: z.string().nullable() });
const listQuery = z.object({ cursor: id.optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });

/** The list of errors of reporting upward (上报错误清单). */
export function directoryErrorRoutes(errors: DirectoryErrorServices): readonly Route[] {
  return [
    defineRoute({
      ...shared,
      method: 'get',
      path,
      summary: 'What is wrong with directory records of the caller’s organisation, and is not dealt with yet',
      access: 'directory-error:read',
      body: 'none',
      input: { query: listQuery },
      answers: { 200: { description: 'A page of them', schema: errorList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await errors.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(errorView), next });
      },
    }),
    defineRoute({
      ...shared,
      method: 'post',
      path: `${path}/resolutions`,
      summary: 'Say that an error was dealt with: the licence is reported again',
      access: 'directory-error:resolve',
      body: 'json',
      input: { json: z.strictObject({ id, purpose: purposeBody }).meta({ id: 'DirectoryErrorResolution' }) },
      answers: { 200: { description: 'The error', schema: errorSchema } },
      errors: ['DIRECTORY_ERROR_NOT_FOUND', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { id: error, purpose } }) =>
        json(200, errorView(await errors.resolve(actor, { id: error, purpose: purposeOf(purpose) }))),
    }),
  ];
}

function errorView(error: DirectoryErrorRecord): z.infer<typeof errorSchema> {
  const { client, organisation, identifier, sequence, foundBy, remark, state, recordedAt } = error;
  return { id: error._id, client, organisation, identifier, sequence, foundBy, remark, state, recordedAt };
}
