import type { z } from 'zod';
import type { JournalEntry } from '../../../domain/journal/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API } from '../words.ts';
import { entryList, entryQuery, type entrySchema } from './schema.ts';
import type { JournalServices } from './services.ts';

/** The journal (审计日志), for auditors, within their scopes. */
export function journalRoutes(journal: JournalServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${API}/journal-entries`,
      summary:
        'Entries of the journal, the last first: all of them for auditors of the installation; for those of an organisation, area or line what organisations ' +
        'within it did, and what was done about them',
      tag: 'journal',
      limit: 'none',
      access: 'journal:read',
      body: 'none',
      input: { query: entryQuery },
      answers: { 200: { description: 'A page of them', schema: entryList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, ...query } }) => {
        const { items, next } = await journal.entries(actor, {
          ...query,
          before: cursor === undefined ? undefined : Number(cursor),
        });
        return json(200, { items: items.map(entryView), next: next === null ? null : String(next) });
      },
    }),
  ];
}

function entryView({ sequence, event, hash }: JournalEntry): z.infer<typeof entrySchema> {
  const { kind, subject, effectiveAt, recordedAt, actor, purpose, facts } = event;
  const { person, organisation, capacity, client } = actor;
  return {
    ...{ sequence, kind, subject, effectiveAt, recordedAt, actor: { person, organisation, capacity, client } },
    purpose: purpose && { item: purpose.item, cause: purpose.cause, caseNumber: purpose.caseNumber },
    ...{ facts: { ...facts }, hash },
  };
}
