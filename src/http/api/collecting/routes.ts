import { fromUtf8 } from '../../../base/bytes.ts';
import { bilingual, YinzhengError, type ErrorCode } from '../../../base/errors/index.ts';
import { pushSchema, type Sending } from '../../../services/collecting/index.ts';
import type { ReceivedFile } from '../../body/document.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API, purposeOf } from '../words.ts';
import {
  faultList,
  faultsQuery,
  itemParams,
  outcomeList,
  outcomeSchema,
  reconcileBody,
  reconcileSchema,
  returnList,
  returnQuery,
  sourceBody,
  sourceList,
  sourceParams,
  sourceSchema,
  sourcesQuery,
} from './schema.ts';
import type { CollectingServices } from './services.ts';
import { faultViews, outcomeView, reconciliationView, returnedView, sourceView } from './view.ts';

const path = `${API}/collecting-sources`;
const one = `${path}/{source}`;
const tag = 'collecting';
/** Name of the file with the items among those that are sent. */
const ITEMS = 'items.json';
const COMMON: readonly ErrorCode[] = ['SOURCE_NOT_FOUND', 'STORE_UNAVAILABLE'];

export function collectingRoutes(collecting: CollectingServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path,
      summary: 'Sources from which licences are collected (归集来源), with their counts, within the caller’s scope',
      tag,
      limit: 'none',
      access: 'collecting:read',
      body: 'none',
      input: { query: sourcesQuery },
      answers: { 200: { description: 'A page', schema: sourceList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await collecting.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(sourceView), next });
      },
    }),
    defineRoute({
      method: 'get',
      path: one,
      summary: 'A source and what came of what it sent',
      tag,
      limit: 'none',
      access: 'collecting:read',
      body: 'none',
      input: { params: sourceParams },
      answers: { 200: { description: 'The source', schema: sourceSchema } },
      errors: COMMON,
      handle: async ({ actor, params }) => json(200, sourceView(await collecting.get(actor, params.source))),
    }),
    defineRoute({
      method: 'post',
      path: one,
      summary: 'Record a source, or new terms of one; stopped, nothing more is taken from it',
      tag,
      limit: 'none',
      access: 'collecting:manage',
      body: 'json',
      input: { params: sourceParams, json: sourceBody },
      answers: { 200: { description: 'Recorded', schema: sourceSchema } },
      errors: ['SOURCE_INVALID', 'STATUS_MAPPING_NOT_FOUND', 'NOT_ALLOWED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, json: { state, ...terms } }) =>
        json(200, sourceView(await collecting.record(actor, { id: params.source, terms, state }))),
    }),
    defineRoute({
      method: 'post',
      path: `${one}/items`,
      summary:
        'Send licences (推送): items.json, alone or with the files that its items name, in one form; each item has its outcome, and a version sent again ' +
        'changes nothing',
      tag,
      limit: 'none',
      access: 'collecting:push',
      body: 'documents',
      input: { params: sourceParams },
      answers: { 200: { description: 'What became of each', schema: outcomeList } },
      errors: [...COMMON, 'SOURCE_STOPPED', 'INPUT_INVALID', 'SERVICE_BUSY'],
      handle: async ({ actor, params, documents }) => {
        const outcomes = await collecting.push(actor, { source: params.source, ...sendingOf(documents) });
        return json(200, { items: outcomes.map(outcomeView) });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/reconciliation`,
      summary: 'Compare what the source has with what is here (对账): what is missing or was refused',
      tag,
      limit: 'none',
      access: 'collecting:push',
      body: 'json',
      input: { params: sourceParams, json: reconcileBody },
      answers: { 200: { description: 'Compared', schema: reconcileSchema } },
      errors: COMMON,
      handle: async ({ actor, params, json: { items } }) =>
        json(200, reconciliationView(await collecting.reconcile(actor, { source: params.source, items }))),
    }),
    defineRoute({
      method: 'get',
      path: `${one}/errors`,
      summary: 'Items of a source that were refused and not taken since (错误清单), their identifiers masked',
      tag,
      limit: 'none',
      access: 'collecting:read',
      body: 'none',
      input: { params: sourceParams, query: faultsQuery },
      answers: { 200: { description: 'A page', schema: faultList } },
      errors: COMMON,
      handle: async ({ actor, params, query }) => {
        const { items, next } = await collecting.faults(actor, { ...params, after: query.cursor, limit: query.limit });
        return json(200, { items: faultViews(items), next });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/errors/{item}/retry`,
      summary: 'Take an item again as it came, when what it was refused for has been put right here',
      tag,
      limit: 'none',
      access: 'collecting:manage',
      body: 'none',
      input: { params: itemParams },
      answers: { 200: { description: 'What became of it', schema: outcomeSchema } },
      errors: [...COMMON, 'SOURCE_STOPPED', 'COLLECTED_ITEM_NOT_FOUND', 'SERVICE_BUSY'],
      handle: async ({ actor, params }) => {
        // What the source calls it is known to who sent it, and to nobody who looks after the list.
        return json(200, { ...outcomeView(await collecting.retry(actor, params)), sourceId: null });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${API}/return-flow`,
      summary:
        'What changed of the collected licences of an area (回流), each as it is now, for organisations of that area or above; what for is recorded',
      tag,
      limit: 'none',
      access: 'licence:read',
      body: 'none',
      input: { query: returnQuery },
      answers: { 200: { description: 'A page', schema: returnList } },
      errors: ['NOT_ALLOWED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { area, cursor, limit, ...purpose } }) => {
        const { items, next } = await collecting.returned(actor, { area, after: cursor, limit, purpose: purposeOf(purpose) });
        return json(200, { items: items.map(returnedView), next });
      },
    }),
  ];
}

/** What was sent: the only file, or the one of that name, has the items. */
function sendingOf(documents: readonly ReceivedFile[]): Sending {
  const [only] = documents;
  const described = documents.length === 1 ? only : documents.find(({ name }) => name === ITEMS);
  if (!described) throw invalid(`there is no ${ITEMS}`, `缺少 ${ITEMS}`);
  const files = new Map(documents.filter((file) => file !== described).map(({ name, bytes }) => [name, bytes]));
  try {
    return { ...pushSchema.parse(JSON.parse(fromUtf8(described.bytes))), files };
  } catch {
    throw invalid(`${ITEMS} is not as agreed`, `${ITEMS} 不符合约定格式`);
  }
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
}
