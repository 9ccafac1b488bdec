import { defineRoute, json, type Route } from '../../route.ts';
import type { AlarmServices } from '../../services.ts';
import { API } from '../words.ts';
import { alarmList, alarmQuery } from './schema.ts';
import { alarmView } from './view.ts';

/** Alarms of abnormal use (异常使用告警), for security administrators and auditors. */
export function alarmRoutes(alarms: AlarmServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${API}/alarms`,
      summary: 'Alarms of abnormal use (异常使用告警), the latest first',
      tag: 'alarms',
      limit: 'none',
      access: 'alarm:read',
      body: 'none',
      input: { query: alarmQuery },
      answers: { 200: { description: 'A page of them', schema: alarmList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await alarms.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(alarmView), next });
      },
    }),
  ];
}
