import { utf8 } from '../../../base/bytes.ts';
import type { PlaceRecord, Tree } from '../../../domain/organisation/index.ts';
import { MAX_PLACE_FILE_BYTES, writePlaces } from '../../../services/organisations/register/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { API, purposeOf } from '../words.ts';
import { importedSchema, importQuery, moveBody, movedSchema, placeList, placeParams, placeQuery, placeSchema } from './schema.ts';
import type { PlaceServices } from './services.ts';
import { movedView, placeView } from './view.ts';

const reading = { tag: 'places', method: 'get', limit: 'none', access: 'organisation:read', body: 'none' } as const;
const managing = { tag: 'places', method: 'post', limit: 'none', access: 'organisation:manage' } as const;

/** The register of areas (区划) and of lines of business (条线): their codes, names and periods of validity. */
export function placeRoutes(places: PlaceServices): readonly Route[] {
  return [
    ...treeRoutes(places, { tree: 'area', path: `${API}/areas`, words: 'areas (行政区划)' }),
    ...treeRoutes(places, { tree: 'line', path: `${API}/lines`, words: 'lines of business (条线)' }),
    defineRoute({
      ...managing,
      path: `${API}/areas/{code}/succession`,
      summary:
        'Move the organisations of an area whose code has ended to the code that took its place; they keep the old one with its last day',
      body: 'json',
      input: { params: placeParams, json: moveBody },
      answers: { 200: { description: 'What was moved, and what was not', schema: movedSchema } },
      errors: ['REGISTERED_PLACE_NOT_FOUND', 'ORGANISATION_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, json: { to, purpose } }) =>
        json(200, movedView(await places.move(actor, { code: params.code, to, purpose: purposeOf(purpose) }))),
    }),
  ];
}

function treeRoutes(
  places: PlaceServices,
  { tree, path, words }: { readonly tree: Tree; readonly path: string; readonly words: string },
): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary: `Registered ${words}, by the beginning of the code or a part of the name`,
      input: { query: placeQuery },
      answers: { 200: { description: 'A page of them', schema: placeList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { q: text, parent, cursor: after, limit } }) => {
        const above = parent === undefined ? undefined : parent === '' ? null : parent;
        const { items, next } = await places.list(actor, { tree, text, parent: above, after, limit });
        return json(200, { items: items.map(placeView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: `${path}/export`,
      summary: `All registered ${words} as CSV: what the import takes`,
      input: {},
      answers: { 200: { description: 'The table', type: 'text/csv' } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor }) => {
        const every: PlaceRecord[] = [];
        for await (const place of places.every(actor, tree)) every.push(place);
        const bytes = utf8(writePlaces(every));
        return { status: 200, content: { kind: 'file', type: 'text/csv; charset=utf-8', name: `${tree}s.csv`, bytes } };
      },
    }),
    defineRoute({
      ...managing,
      path: `${path}/import`,
      summary: `Take ${words} into the register from CSV: code, name, firstDay, lastDay, successors; all rows are judged before one is written`,
      body: { type: 'text/csv', limit: MAX_PLACE_FILE_BYTES },
      input: { query: importQuery },
      answers: { 200: { description: 'How many rows did what', schema: importedSchema } },
      errors: ['REGISTER_FILE_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query, document }) =>
        json(200, await places.import(actor, { tree, text: Buffer.from(document).toString('utf8'), purpose: purposeOf(query) })),
    }),
    defineRoute({
      ...reading,
      path: `${path}/{code}`,
      summary: `One of the registered ${words}`,
      input: { params: placeParams },
      answers: { 200: { description: 'The place', schema: placeSchema } },
      errors: ['REGISTERED_PLACE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, placeView(await places.get(actor, { tree, code: params.code }))),
    }),
  ];
}
