import { utf8 } from '../../../base/bytes.ts';
import { stampingsCsv } from '../../../services/stamping/log/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { StampingLogServices } from './services.ts';
import { API } from '../words.ts';
import { stampingExportQuery, stampingList, stampingParams, stampingQuery, stampingSchema } from './schema.ts';
import { stampingView } from './view.ts';

const path = `${API}/stampings`;
const reading = { method: 'get', tag: 'stampings', limit: 'none', access: 'stamping:read', body: 'none' } as const;

/** The log of stampings. */
export function stampingRoutes(log: StampingLogServices): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary:
        'Log of stampings (用章日志) of the caller’s organisation’s seals, what failed and was refused too, the last first',
      input: { query: stampingQuery },
      answers: { 200: { description: 'A page of it', schema: stampingList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, ...filter } }) => {
        const { items, next } = await log.list(actor, { ...filter, after: cursor });
        return json(200, { items: items.map(stampingView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: `${path}/export`,
      summary: 'The log as CSV or JSON, 10,000 rows at most; X-Next-Cursor says where the rest begins',
      input: { query: stampingExportQuery },
      answers: { 200: { description: 'The table', type: 'text/csv' } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, format, ...filter } }) => {
        const { rows, next } = await log.export(actor, { ...filter, after: cursor });
        const headers = next === null ? {} : { 'X-Next-Cursor': next };
        if (format === 'json') return { ...json(200, rows), headers };
        const bytes = utf8(stampingsCsv(rows));
        return { status: 200, content: { kind: 'file', type: 'text/csv; charset=utf-8', name: 'stampings.csv', bytes }, headers };
      },
    }),
    defineRoute({
      ...reading,
      path: `${path}/{stamping}`,
      summary: 'One stamping; one of another organisation’s seal is not found',
      input: { params: stampingParams },
      answers: { 200: { description: 'The stamping', schema: stampingSchema } },
      errors: ['STAMP_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, stampingView(await log.get(actor, params.stamping))),
    }),
  ];
}
