import { defineRoute, json, type Route } from '../../route.ts';
import type { CatalogueServices } from './services.ts';
import { API } from '../words.ts';
import { licenceTypeList, licenceTypeParams, licenceTypeSchema } from './schema.ts';
import { licenceTypeView } from './view.ts';

const facts = { method: 'get', tag: 'licence types', limit: 'none', access: 'licence-type:read', body: 'none' } as const;

export function licenceTypeRoutes(catalogue: CatalogueServices): readonly Route[] {
  return [
    defineRoute({
      ...facts,
      path: `${API}/licence-types`,
      summary: 'Licence types (证照类型)',
      input: {},
      answers: { 200: { description: 'All types', schema: licenceTypeList } },
      errors: [],
      handle: async ({ actor }) => {
        const types = await catalogue.licenceTypes(actor);
        return json(200, { items: types.map(licenceTypeView) });
      },
    }),
    defineRoute({
      ...facts,
      path: `${API}/licence-types/{code}`,
      summary: 'A licence type with the fields of its face',
      input: { params: licenceTypeParams },
      answers: { 200: { description: 'The type', schema: licenceTypeSchema } },
      errors: ['LICENCE_TYPE_NOT_FOUND'],
      handle: async ({ actor, params }) => json(200, licenceTypeView(await catalogue.licenceType(actor, params.code))),
    }),
  ];
}
