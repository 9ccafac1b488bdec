import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { OrganisationServices } from './services.ts';
import { API, purposeOf } from '../words.ts';
import {
  organisationBody,
  organisationChangeBody,
  organisationEndBody,
  organisationList,
  organisationParams,
  organisationQuery,
  organisationSchema,
  renamingQuery,
  renamingSchema,
  successorsBody,
  withdrawalBody,
} from './schema.ts';
import type { OrganisationRecord } from '../../../domain/organisation/index.ts';
import { organisationView } from './view.ts';

const path = `${API}/organisations`;
const one = `${path}/{code}`;
const tag = 'organisations';

const reading = { tag, limit: 'none', access: 'organisation:read', body: 'none' } as const;
const managing = { method: 'post', tag, limit: 'none', access: 'organisation:manage', body: 'json' } as const;
const CHANGE_ERRORS: readonly ErrorCode[] = [
  'ORGANISATION_NOT_FOUND',
  'ORGANISATION_INVALID',
  'ORGANISATION_ENDED',
  'VERSION_CONFLICT',
  'STORE_UNAVAILABLE',
];

/** Organisations within the caller's scope: the own one, or those beneath its place in the trees of areas and lines. */
export function organisationRoutes(organisations: OrganisationServices): readonly Route[] {
  const shown = async (status: 200 | 201, record: OrganisationRecord) =>
    json(status, organisationView(record, await organisations.names([record])));
  return [
    defineRoute({
      ...reading,
      method: 'get',
      path,
      summary: 'Organisations (机构) within the caller’s scope',
      input: { query: organisationQuery },
      answers: { 200: { description: 'A page of them', schema: organisationList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await organisations.list(actor, { after: query.cursor, limit: query.limit });
        const names = await organisations.names(items);
        return json(200, { items: items.map((record) => organisationView(record, names)), next });
      },
    }),
    defineRoute({
      ...reading,
      method: 'get',
      path: one,
      summary: 'An organisation; one outside the caller’s scope is not found',
      input: { params: organisationParams },
      answers: { 200: { description: 'The organisation', schema: organisationSchema } },
      errors: ['ORGANISATION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => shown(200, await organisations.get(actor, params.code)),
    }),
    defineRoute({
      ...managing,
      path,
      summary: 'Record an organisation within the caller’s scope',
      input: { json: organisationBody },
      answers: { 201: { description: 'Recorded', schema: organisationSchema } },
      errors: ['ORGANISATION_INVALID', 'ALREADY_EXISTS', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { purpose, ...order } }) => {
        const made = await organisations.make(actor, { ...order, purpose: purposeOf(purpose) });
        return { ...(await shown(201, made)), headers: { Location: `${path}/${made._id}` } };
      },
    }),
    defineRoute({
      ...managing,
      path: `${one}/changes`,
      summary:
        'Change an organisation; the area code and the name of before are kept with their last days, and seals that show that name end',
      input: { params: organisationParams, json: organisationChangeBody },
      answers: { 200: { description: 'As it is now', schema: organisationSchema } },
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, json: { purpose, ...change } }) =>
        shown(200, await organisations.change(actor, { ...change, code: params.code, purpose: purposeOf(purpose) })),
    }),
    defineRoute({
      ...reading,
      method: 'get',
      path: `${one}/renaming`,
      access: 'organisation:manage',
      summary: 'What a change of the name does to the seals: which end, and which are ready',
      input: { params: organisationParams, query: renamingQuery },
      answers: { 200: { description: 'The seals', schema: renamingSchema } },
      errors: ['ORGANISATION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query: { name } }) => {
        const { name: now, next, firstDay, ending, ready } = await organisations.previewName(actor, { code: params.code, name });
        return json(200, { name: now, next, firstDay, ending: [...ending], ready: [...ready] });
      },
    }),
    defineRoute({
      ...managing,
      path: `${one}/end`,
      summary:
        'End an organisation, or plan it by a last day that is to come: its seals are cancelled, its people and systems let in no more, what it issued stays as it is; repeating it brings it to its end',
      input: { params: organisationParams, json: organisationEndBody },
      answers: { 200: { description: 'As it is now', schema: organisationSchema } },
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, json: { purpose, ...ending } }) =>
        shown(200, await organisations.end(actor, { ...ending, code: params.code, purpose: purposeOf(purpose) })),
    }),
    defineRoute({
      ...managing,
      path: `${one}/end/withdrawal`,
      summary: 'Withdraw an end that was planned and does not hold yet',
      input: { params: organisationParams, json: withdrawalBody },
      answers: { 200: { description: 'As it is now', schema: organisationSchema } },
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, json: { purpose, revision } }) =>
        shown(200, await organisations.withdrawEnd(actor, { revision, code: params.code, purpose: purposeOf(purpose) })),
    }),
    defineRoute({
      ...managing,
      path: `${one}/successors`,
      summary: 'Name successors of an organisation that has ended or is to end: they end what it issued',
      input: { params: organisationParams, json: successorsBody },
      answers: { 200: { description: 'As it is now', schema: organisationSchema } },
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, json: { purpose, ...order } }) =>
        shown(200, await organisations.nameSuccessors(actor, { ...order, code: params.code, purpose: purposeOf(purpose) })),
    }),
  ];
}
