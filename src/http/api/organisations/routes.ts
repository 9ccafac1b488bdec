import { defineRoute, json, type Route } from '../../route.ts';
import type { CatalogueServices } from '../../services.ts';
import { API } from '../words.ts';
import { organisationList } from './schema.ts';
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
      input: {},
      answers: { 200: { description: 'All organisations', schema: organisationList } },
      errors: [],
      handle: async ({ actor }) => json(200, { items: (await catalogue.organisations(actor)).map(organisationView) }),
    }),
  ];
}
