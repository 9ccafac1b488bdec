import { defineRoute, json, type Route } from '../../route.ts';
import type { CatalogueServices } from '../../services.ts';
import { API } from '../words.ts';
import { sealList } from './schema.ts';
import { sealView } from './view.ts';

export function sealRoutes(catalogue: CatalogueServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${API}/seals`,
      summary: 'Electronic seals (电子印章) of the caller’s organisation',
      tag: 'seals',
      limit: 'none',
      access: 'seal:read',
      body: 'none',
      input: {},
      answers: { 200: { description: 'Its seals', schema: sealList } },
      errors: [],
      handle: async ({ actor }) => json(200, { items: (await catalogue.seals(actor)).map(sealView) }),
    }),
  ];
}
