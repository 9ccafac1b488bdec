import { defineRoute, json, type Route } from '../../route.ts';
import type { CatalogueServices } from '../../services.ts';
import { API } from '../words.ts';
import { organisationList, organisationQuery } from './schema.ts';
import { organisationView } from './view.ts';

export function organisationRoutes(catalogue: CatalogueServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${API}/organisations`,
      summary: 'Organisations (机构)',
      tag: 'organisations',
      limit: 'none',
      access: 'organisation:read',
      body: 'none',
      input: { query: organisationQuery },
      answers: { 200: { description: 'A page of them', schema: organisationList } },
      errors: [],
      handle: async ({ actor, query }) => {
        const { items, next } = await catalogue.organisations(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(organisationView), next });
      },
    }),
  ];
}
