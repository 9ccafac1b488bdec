import { defineRoute, json, type Route } from '../../route.ts';
import type { SealFilingServices } from './services.ts';
import { API, purposeOf } from '../words.ts';
import { filingBody, filingList, filingQuery, importedList } from './schema.ts';

const path = `${API}/seal-filings`;
const tag = 'seals';

/** What was filed of seals (备案), told to the system above and taken from those below. */
export function sealFilingRoutes(filings: SealFilingServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path,
      summary: 'Seals of which something was filed in a period, each with all versions (SESeal) and filings',
      tag,
      limit: 'none',
      access: 'seal:read',
      body: 'none',
      input: { query: filingQuery },
      answers: { 200: { description: 'A page of them', schema: filingList } },
      errors: ['INPUT_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { from, to, cursor, limit } }) => {
        const { items, next } = await filings.export(actor, { from, to, after: cursor, limit });
        return json(200, { source: await filings.identity(), items, next });
      },
    }),
    defineRoute({
      method: 'post',
      path,
      summary: 'Enter seals of another system, or what was filed of them since; each is judged by itself',
      tag,
      limit: 'none',
      access: 'seal:make',
      body: 'json',
      input: { json: filingBody },
      answers: { 200: { description: 'What became of each', schema: importedList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { purpose, ...told } }) =>
        json(200, { items: await filings.import(actor, { ...told, purpose: purposeOf(purpose) }) }),
    }),
  ];
}
