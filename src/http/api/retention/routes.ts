import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { RetentionServices } from './services.ts';
import { API, identifierParams, purposeOf } from '../words.ts';
import {
  decisionBody,
  holdBody,
  holdSchema,
  listBody,
  listPage,
  listParams,
  listQuery,
  listSchema,
  releaseBody,
  ruleBody,
  ruleList,
  ruleSchema,
} from './schema.ts';
import { holdView, listSummaryView, listView, ruleView } from './view.ts';

const rules = `${API}/retention-rules`;
const lists = `${API}/destruction-lists`;
const one = `${lists}/{list}`;
const tag = 'retention';

const reading = { method: 'get', tag, limit: 'none', access: 'retention:read', body: 'none' } as const;
const writing = { method: 'post', tag, limit: 'none', body: 'json' } as const;
const HOLD_ERRORS: readonly ErrorCode[] = ['LICENCE_NOT_FOUND', 'LICENCE_DESTROYED', 'IDENTIFIER_INVALID', 'STORE_UNAVAILABLE'];
const LIST_ERRORS: readonly ErrorCode[] = ['DESTRUCTION_LIST_NOT_FOUND', 'DESTRUCTION_REFUSED', 'STORE_UNAVAILABLE'];

/** How long records are kept, what keeps them longer, and their destruction. */
export function retentionRoutes(retention: RetentionServices): readonly Route[] {
  const deciding = { ...writing, input: { params: listParams, json: decisionBody }, errors: LIST_ERRORS } as const;
  const decided = { 200: { description: 'As it is now', schema: listSchema } } as const;
  return [
    defineRoute({
      ...reading,
      path: rules,
      summary: 'How long which records are kept; what has no rule is kept for ever',
      input: {},
      answers: { 200: { description: 'The rules', schema: ruleList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor }) => json(200, { items: (await retention.rules(actor)).map(ruleView) }),
    }),
    defineRoute({
      ...writing,
      path: rules,
      summary: 'Record how long a kind of record is kept (保管期限), in place of what was recorded before',
      access: 'retention:manage',
      input: { json: ruleBody },
      answers: { 200: { description: 'Recorded', schema: ruleSchema } },
      errors: ['LICENCE_TYPE_NOT_FOUND', 'INPUT_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: order }) => json(200, ruleView(await retention.recordRule(actor, order))),
    }),
    defineRoute({
      ...writing,
      path: `${API}/licences/{identifier}/hold`,
      summary: 'Keep a licence from being destroyed, whatever its term (冻结处置)',
      access: 'retention:hold',
      input: { params: identifierParams, json: holdBody },
      answers: { 200: { description: 'It is held', schema: holdSchema } },
      errors: HOLD_ERRORS,
      handle: async ({ actor, params: { identifier }, json: order }) =>
        json(200, holdView(identifier, await retention.hold(actor, { identifier, ...order }))),
    }),
    defineRoute({
      ...writing,
      path: `${API}/licences/{identifier}/hold/release`,
      summary: 'Let a licence be destroyed again when its term is over',
      access: 'retention:hold',
      input: { params: identifierParams, json: releaseBody },
      answers: { 200: { description: 'It is not held', schema: holdSchema } },
      errors: HOLD_ERRORS,
      handle: async ({ actor, params: { identifier }, json: order }) =>
        json(200, holdView(identifier, await retention.release(actor, { identifier, ...order }))),
    }),
    defineRoute({
      ...reading,
      path: lists,
      summary: 'Lists of destruction (销毁清册) within the caller’s scope',
      input: { query: listQuery },
      answers: { 200: { description: 'A page of them', schema: listPage } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await retention.lists(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(listSummaryView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: one,
      summary: 'A list of destruction, with what is on it, who decided what, and its certificate',
      input: { params: listParams },
      answers: { 200: { description: 'The list', schema: listSchema } },
      errors: LIST_ERRORS,
      handle: async ({ actor, params }) => json(200, listView(await retention.list(actor, params.list))),
    }),
    defineRoute({
      ...writing,
      path: lists,
      summary: 'Make a list of what of an organisation is due; nothing is destroyed before two others have agreed',
      access: 'retention:propose',
      input: { json: listBody },
      answers: { 201: { description: 'Made', schema: listSchema } },
      errors: ['ORGANISATION_NOT_FOUND', 'DESTRUCTION_REFUSED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { organisation, purpose } }) => {
        const made = await retention.make(actor, { organisation, purpose: purposeOf(purpose) });
        return { ...json(201, listView(made)), headers: { Location: `${lists}/${made._id}` } };
      },
    }),
    defineRoute({
      ...deciding,
      path: `${one}/review`,
      summary: 'Say of a list, for its organisation, that all on it may go; not by who made it',
      access: 'retention:review',
      answers: decided,
      handle: async ({ actor, params, json: { note } }) =>
        json(200, listView(await retention.review(actor, { id: params.list, note }))),
    }),
    defineRoute({
      ...deciding,
      path: `${one}/approval`,
      summary: 'Agree to a list that was reviewed; not by who made or reviewed it',
      access: 'retention:approve',
      stepUp: true,
      answers: decided,
      handle: async ({ actor, params, json: { note } }) =>
        json(200, listView(await retention.approve(actor, { id: params.list, note }))),
    }),
    defineRoute({
      ...deciding,
      path: `${one}/refusal`,
      summary: 'Refuse a list: nothing on it is destroyed',
      access: 'retention:refuse',
      answers: decided,
      handle: async ({ actor, params, json: { note } }) =>
        json(200, listView(await retention.refuse(actor, { id: params.list, note }))),
    }),
    defineRoute({
      ...writing,
      path: `${one}/execution`,
      summary: 'Carry an approved list out; what was interrupted goes on by itself',
      access: 'retention:propose',
      body: 'none',
      input: { params: listParams },
      answers: { 200: { description: 'Carried out, with its certificate', schema: listSchema } },
      errors: [...LIST_ERRORS, 'FILE_UNWRITABLE'],
      handle: async ({ actor, params }) => json(200, listView(await retention.carryOut(actor, params.list))),
    }),
  ];
}
