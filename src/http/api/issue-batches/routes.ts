import { utf8 } from '../../../base/bytes.ts';
import { defineRoute, json, type Answer, type Route } from '../../route.ts';
import { API } from '../words.ts';
import { issueBatchListSchema, issueBatchParams, issueBatchSchema, receiveQuery, tableQuery } from './schema.ts';
import type { IssueBatchServices } from './services.ts';
import { issueBatchView } from './view.ts';

const path = `${API}/issue-batches`;
const one = `${path}/{batch}`;
const common = { tag: 'issue-batches', limit: 'none', access: 'licence:issue' } as const;
const MATERIAL_ERRORS = [
  'LICENCE_TYPE_NOT_FOUND',
  'LICENCE_TYPE_UNUSABLE',
  'ORGANISATION_ENDED',
  'SEAL_NOT_FOUND',
  'SEAL_NOT_IN_USE',
  'SEAL_KEY_ELSEWHERE',
  'DEMONSTRATION_REFUSED',
  'STORE_UNAVAILABLE',
] as const;
const CSV = 'text/csv; charset=utf-8';
const BATCH = { description: 'The batch, and how far it is', schema: issueBatchSchema } as const;

/** Many licences issued from a table as one task (批量签发): all rows checked first, then issued in the background. */
export function issueBatchRoutes(batches: IssueBatchServices): readonly Route[] {
  return [
    defineRoute({
      ...common,
      method: 'get',
      path: `${API}/issue-tables`,
      summary: 'An empty table for licences of a type, as CSV',
      body: 'none',
      input: { query: tableQuery },
      answers: { 200: { description: 'The table', type: 'text/csv' } },
      errors: [...MATERIAL_ERRORS],
      handle: async ({ actor, query }) => table(`${query.typeCode}.csv`, await batches.template(actor, query.typeCode)),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path,
      summary:
        'Take in a table of at most 100,000 licences (CSV in UTF-8 or GB 18030, or XLSX): its rows are checked in the background, all of them before any is issued',
      body: 'document',
      input: { query: receiveQuery },
      answers: { 201: BATCH },
      errors: ['DEFLATE_MALFORMED', ...MATERIAL_ERRORS],
      handle: async ({ actor, query: { typeCode, name, item, cause }, document: bytes }) => {
        const batch = await batches.receive(actor, { typeCode, name, bytes, purpose: { item, cause } });
        return { ...json(201, issueBatchView(batch)), headers: { Location: `${path}/${batch._id}` } };
      },
    }),
    defineRoute({
      ...common,
      method: 'get',
      path,
      summary: 'Batches of the caller’s organisation whose rows are kept, the last made first',
      body: 'none',
      input: {},
      answers: { 200: { description: 'The batches', schema: issueBatchListSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor }) => json(200, { items: (await batches.list(actor)).map(issueBatchView) }),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: one,
      summary: 'How far a batch is',
      body: 'none',
      input: { params: issueBatchParams },
      answers: { 200: BATCH },
      errors: ['ISSUE_BATCH_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, issueBatchView(await batches.get(actor, params.batch))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/start`,
      summary:
        'Start a batch whose rows are all right, or let one that was stopped go on; not by who made it where its type says so',
      body: 'none',
      input: { params: issueBatchParams },
      answers: { 200: BATCH },
      errors: ['ISSUE_BATCH_NOT_FOUND', 'ISSUE_BATCH_NOT_POSSIBLE', 'TWO_PERSONS_NEEDED', ...MATERIAL_ERRORS],
      handle: async ({ actor, params }) => json(200, issueBatchView(await batches.start(actor, params.batch))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/cancellation`,
      summary: 'End a batch before its rows are all issued; what is issued stays issued',
      body: 'none',
      input: { params: issueBatchParams },
      answers: { 200: BATCH },
      errors: ['ISSUE_BATCH_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, issueBatchView(await batches.cancel(actor, params.batch))),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${one}/results`,
      summary:
        'What became of each row, as CSV: what is wrong with it, or the licence that was issued from it; the read is recorded',
      body: 'none',
      input: { params: issueBatchParams },
      answers: { 200: { description: 'The results', type: 'text/csv' } },
      errors: ['ISSUE_BATCH_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        const chunks = await batches.results(actor, params.batch);
        return { status: 200, content: { kind: 'stream', type: CSV, name: 'results.csv', chunks } };
      },
    }),
    defineRoute({
      ...common,
      method: 'delete',
      path: one,
      summary: 'Forget the rows of a batch that is not worked on, and what became of them; the licences stay',
      body: 'none',
      input: { params: issueBatchParams },
      answers: { 204: { description: 'Forgotten' } },
      errors: ['ISSUE_BATCH_NOT_FOUND', 'ISSUE_BATCH_NOT_POSSIBLE', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        await batches.forget(actor, params.batch);
        return { status: 204 };
      },
    }),
  ];
}

function table(name: string, text: string): Answer {
  return { status: 200, content: { kind: 'file', type: CSV, name, bytes: utf8(text) } };
}
