import { z } from 'zod';
import type { exportMyUses, listMyUses, objectToUse } from '../../../services/uses/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { holderOf } from '../my/caller.ts';
import { onBehalfQuery } from '../my/schema.ts';
import { API } from '../words.ts';
import { objectionBody, page, useId, useSchema } from './schema.ts';
import { usesCsv, useView } from './view.ts';

/** What holders see of the uses of their licences. */
export interface UseServices {
  readonly list: Bound<typeof listMyUses>;
  readonly export: Bound<typeof exportMyUses>;
  readonly object: Bound<typeof objectToUse>;
}

const path = `${API}/my/uses`;
const shared = { tag: 'my', limit: 'none' } as const;
export function useRoutes(uses: UseServices): readonly Route[] {
  return [
    defineRoute({
      ...{ ...shared, method: 'get', path, access: 'holding:read', body: 'none' },
      input: {
        query: onBehalfQuery.extend({ cursor: useId.optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }),
      },
      summary: 'Uses of the holder’s licences (用证记录): who, when, what for, with which result; the latest first',
      answers: { 200: { description: 'A page', schema: page } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query: { onBehalfOf, cursor, limit } }) => {
        const { items, next } = await uses.list(holderOf(who), { onBehalfOf, after: cursor, limit });
        return json(200, { items: items.map(useView), next });
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'get', path: `${path}/export`, access: 'holding:read', body: 'none' },
      input: { query: onBehalfQuery.extend({ format: z.enum(['csv', 'json']).default('csv') }) },
      summary: 'All uses of the holder’s licences as a file, 10,000 at most; each names its entry of the journal',
      answers: { 200: { description: 'The file: CSV, or JSON', type: 'text/csv' } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query: { onBehalfOf, format } }) => {
        const all = (await uses.export(holderOf(who), { onBehalfOf })).map(useView);
        const bytes = new TextEncoder().encode(format === 'csv' ? usesCsv(all) : `${JSON.stringify(all, null, 2)}\n`);
        const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json';
        return { status: 200, content: { kind: 'file', type, name: `uses.${format}`, bytes } };
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/{use}/objections`, access: 'holding:object', body: 'json' },
      input: { params: z.object({ use: z.string().max(64) }), query: onBehalfQuery, json: objectionBody },
      summary: 'Object to a use (提出异议)',
      answers: { 201: { description: 'Recorded', schema: useSchema } },
      errors: ['USE_NOT_FOUND', 'OBJECTION_REFUSED', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params, query, json: { reason } }) =>
        json(201, useView(await uses.object(holderOf(who), { ...query, id: params.use, reason }))),
    }),
  ];
}
