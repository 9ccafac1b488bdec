import { localDate } from '../../../base/time.ts';
import { maskName } from '../../../domain/licence/index.ts';
import type {
  askToRepresent,
  decideRepresentation,
  delegate,
  endRepresentation,
  getAskedRepresentation,
  listAskedRepresentations,
  listMyRepresentations,
  NamedRepresentation,
} from '../../../services/holders/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { noteBody } from '../holder-links/schema.ts';
import { holderOf } from '../my/caller.ts';
import { myLicencesQuery } from '../my/schema.ts';
import { API } from '../words.ts';
import type { z } from 'zod';
import {
  askBody,
  delegationBody,
  myRepresentationsSchema,
  representationPage,
  representationParams,
  representationSchema,
  wholeRepresentationSchema,
} from './schema.ts';

/** Acting for others. */
export interface RepresentationServices {
  readonly mine: Bound<typeof listMyRepresentations>;
  readonly ask: Bound<typeof askToRepresent>;
  readonly delegate: Bound<typeof delegate>;
  readonly end: Bound<typeof endRepresentation>;
  readonly waiting: Bound<typeof listAskedRepresentations>;
  readonly get: Bound<typeof getAskedRepresentation>;
  readonly decide: Bound<typeof decideRepresentation>;
}

const own = `${API}/my/representations`;
const path = `${API}/representations`;
const shared = { tag: 'representations', limit: 'none' } as const;
const asking = { ...shared, access: 'representation:ask' } as const;
const deciding = { ...shared, access: 'representation:decide' } as const;
const NOT_FOUND = ['HOLDER_APPLICATION_NOT_FOUND', 'STORE_UNAVAILABLE'] as const;
const MAKING = ['REPRESENTATION_REFUSED', 'HOLDER_INVALID', 'DATE_INVALID', 'STORE_UNAVAILABLE'] as const;

function view({ representation, representative, principal }: NamedRepresentation): z.infer<typeof representationSchema> {
  const { _id, kind, from, to, matters, parent, state, steps } = representation;
  return {
    ...{ id: _id, kind, representativeMasked: maskName(representative) },
    ...{ principal: representation.principal, principalMasked: maskName(principal) },
    ...{ from, to, matters: matters && [...matters], parent, state },
    steps: steps.map(({ step, at, note }) => ({ step, at, note })),
  };
}

/** Acting for others (代理与授权): guardians, heirs, legal representatives, licence managers, handlers. */
export function representationRoutes(representations: RepresentationServices): readonly Route[] {
  return [
    defineRoute({
      ...{ ...shared, method: 'get', path: own, access: 'holding:read', body: 'none', input: {} },
      summary: 'For whom the holder acts, and who acts for him; masked',
      answers: { 200: { description: 'Both', schema: myRepresentationsSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who }) => {
        const { actsFor, own: mine, others } = await representations.mine(holderOf(who));
        return json(200, {
          actsFor: actsFor.map(({ id, name, powers, representation: by }) => ({
            ...{ id, nameMasked: maskName(name), powers: [...powers], representation: by?._id ?? null },
            ...{ to: by?.to ?? null, matters: by?.matters ?? null },
          })),
          own: mine.map(view),
          others: others.map(view),
        });
      },
    }),
    defineRoute({
      ...{ ...asking, method: 'post', path: own, body: 'json', input: { json: askBody } },
      summary: 'Ask to act for a minor, a ward, somebody who died, or an enterprise; a counter decides by the document',
      answers: { 201: { description: 'Asked for', schema: representationSchema } },
      errors: MAKING,
      handle: async ({ who, json: { principal, from, to, ...order } }) => {
        const kind = order.kind === 'legal-representative' ? 'enterprise' : 'citizen';
        const terms = { ...order, from: localDate(from), to: localDate(to), principal: { ...principal, kind } as const };
        return json(201, view(await representations.ask(holderOf(who), terms)));
      },
    }),
    defineRoute({
      ...{ ...asking, method: 'post', path: `${API}/my/delegations`, body: 'json', input: { json: delegationBody } },
      summary: 'Let a person act for an enterprise (授权): licence manager or handler, for a term and in matters',
      answers: { 201: { description: 'Given', schema: representationSchema } },
      errors: MAKING,
      handle: async ({ who, json: { from, to, ...order } }) => {
        const terms = { ...order, from: localDate(from), to: localDate(to) };
        return json(201, view(await representations.delegate(holderOf(who), terms)));
      },
    }),
    defineRoute({
      ...{ ...asking, method: 'delete', path: `${own}/{representation}`, body: 'none', input: { params: representationParams } },
      summary: 'End a representation (解除), by either side; what was given by it ends too',
      answers: { 200: { description: 'Ended', schema: representationSchema } },
      errors: [...NOT_FOUND, 'HOLDER_APPLICATION_REFUSED'],
      handle: async ({ who, params }) => json(200, view(await representations.end(holderOf(who), params.representation))),
    }),
    defineRoute({
      ...{
        ...deciding,
        method: 'get',
        path,
        body: 'none',
        input: { query: myLicencesQuery.pick({ cursor: true, limit: true }) },
      },
      summary: 'Representations that wait to be decided (待审核的代理关系), masked',
      answers: { 200: { description: 'A page', schema: representationPage } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, limit } }) => {
        const { items, next } = await representations.waiting(actor, { after: cursor, limit });
        return json(200, { items: items.map(view), next });
      },
    }),
    defineRoute({
      ...{ ...deciding, method: 'get', path: `${path}/{representation}`, body: 'none', input: { params: representationParams } },
      summary: 'One representation whole, to be compared with the document; recorded',
      answers: { 200: { description: 'The representation', schema: wholeRepresentationSchema } },
      errors: NOT_FOUND,
      handle: async ({ actor, params }) => {
        const { representation, representative, principal } = await representations.get(actor, params.representation);
        return json(200, {
          ...view({ representation, representative: representation.representativeName, principal: principal.name }),
          representative: { code: representative.code, name: representative.name },
          represented: { code: principal.code, name: principal.name },
          proof: representation.proof,
        });
      },
    }),
    ...(['acceptance', 'refusal'] as const).map((name) =>
      defineRoute({
        ...{ ...deciding, method: 'post', path: `${path}/{representation}/${name}`, body: 'json' },
        summary: name === 'acceptance' ? 'Accept (通过): the document was seen' : 'Refuse (不予通过)',
        input: { params: representationParams, json: noteBody },
        answers: { 200: { description: 'Decided', schema: representationSchema } },
        errors: [...NOT_FOUND, 'HOLDER_APPLICATION_REFUSED'],
        handle: async ({ actor, params, json: { note } }) => {
          const step = name === 'acceptance' ? 'accept' : 'refuse';
          return json(200, view(await representations.decide(actor, { id: params.representation, step, note })));
        },
      }),
    ),
  ];
}
