import { utf8 } from '../../../base/bytes.ts';
import { statisticsCsv } from '../../../services/statistics/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API } from '../words.ts';
import { statisticsExportQuery, statisticsQuery, statisticsSchema } from './schema.ts';
import type { StatisticsServices } from './services.ts';
import { statisticsView } from './view.ts';

const path = `${API}/statistics`;
const reading = { method: 'get', tag: 'statistics', limit: 'none', access: 'statistics:read', body: 'none' } as const;

/** Statistics for supervision (监督统计). */
export function statisticsRoutes(statistics: StatisticsServices): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary: 'Statistics (监督统计) by organisation, type, item and month, of the organisations within the caller’s scope',
      input: { query: statisticsQuery },
      answers: { 200: { description: 'Rows and their total', schema: statisticsSchema } },
      errors: ['INPUT_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => json(200, statisticsView(await statistics.read(actor, { ...query, format: 'json' }))),
    }),
    defineRoute({
      ...reading,
      path: `${path}/export`,
      summary: 'The same as CSV',
      input: { query: statisticsExportQuery },
      answers: { 200: { description: 'The table', type: 'text/csv' } },
      errors: ['INPUT_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { language, ...question } }) => {
        const bytes = utf8(statisticsCsv(await statistics.read(actor, { ...question, format: 'csv' }), language));
        return { status: 200, content: { kind: 'file', type: 'text/csv; charset=utf-8', name: 'statistics.csv', bytes } };
      },
    }),
  ];
}
