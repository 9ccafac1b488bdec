import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { GrantServices } from './services.ts';
import { API, purposeOf } from '../words.ts';
import {
  confirmationBody,
  countedGrantSchema,
  grantBody,
  grantList,
  grantParams,
  grantQuery,
  grantSchema,
  reasonBody,
} from './schema.ts';
import { grantView } from './view.ts';

const path = `${API}/seal-grants`;
const one = `${path}/{grant}`;
const tag = 'seal-grants';

const reading = { method: 'get', tag, limit: 'none', access: 'grant:read', body: 'none' } as const;
const changing = { method: 'post', tag, limit: 'none', body: 'json' } as const;
const now = (description: string) => ({ 200: { description, schema: grantSchema } });
const CHANGE_ERRORS: readonly ErrorCode[] = ['GRANT_NOT_FOUND', 'GRANT_NOT_POSSIBLE', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'];

/** Grants of the use of seals: proposed by one account of the owner, confirmed by another, enforced in custody. */
export function sealGrantRoutes(grants: GrantServices): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary: 'Grants of the use of seals (用章授权) of the caller’s organisation',
      input: { query: grantQuery },
      answers: { 200: { description: 'A page of them', schema: grantList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { seal, cursor, limit } }) => {
        const { items, next } = await grants.list(actor, { seal, after: cursor, limit });
        return json(200, { items: items.map(grantView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: one,
      summary: 'A grant and how many of its uses are spent; one of another organisation’s seal is not found',
      input: { params: grantParams },
      answers: { 200: { description: 'The grant', schema: countedGrantSchema } },
      errors: ['GRANT_NOT_FOUND', 'STORE_UNAVAILABLE', 'SIGNER_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        const { grant, used } = await grants.get(actor, params.grant);
        return json(200, { ...grantView(grant), used });
      },
    }),
    defineRoute({
      ...changing,
      path,
      access: 'grant:propose',
      summary: 'Propose a grant of a seal of the caller’s organisation; it holds when another account has confirmed it',
      input: { json: grantBody },
      answers: { 201: { description: 'Proposed', schema: grantSchema } },
      errors: ['SEAL_NOT_FOUND', 'GRANT_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { purpose, ...terms } }) => {
        const made = await grants.propose(actor, { ...terms, purpose: purposeOf(purpose) });
        return { ...json(201, grantView(made)), headers: { Location: `${path}/${made._id}` } };
      },
    }),
    defineRoute({
      ...changing,
      path: `${one}/confirmation`,
      access: 'grant:confirm',
      summary: 'Confirm a grant that another account proposed; custody judges the code itself',
      input: { params: grantParams, json: confirmationBody },
      answers: now('In force'),
      errors: [
        ...CHANGE_ERRORS,
        'SECOND_FACTOR_REFUSED',
        'APPROVER_NOT_ENROLLED',
        'SEAL_USE_REFUSED',
        'RATE_LIMITED',
        'SIGNER_UNAVAILABLE',
      ],
      handle: async ({ actor, params, json: { code } }) =>
        json(200, grantView(await grants.confirm(actor, { id: params.grant, code }))),
    }),
    defineRoute({
      ...changing,
      path: `${one}/refusal`,
      access: 'grant:confirm',
      summary: 'Refuse a grant that another account proposed',
      input: { params: grantParams, json: reasonBody },
      answers: now('Refused'),
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, json: { reason } }) =>
        json(200, grantView(await grants.refuse(actor, { id: params.grant, reason }))),
    }),
    defineRoute({
      ...changing,
      path: `${one}/end`,
      access: 'grant:end',
      summary: 'End a grant at once; one person is enough for that',
      input: { params: grantParams, json: reasonBody },
      answers: now('Ended'),
      errors: [...CHANGE_ERRORS, 'SIGNER_UNAVAILABLE'],
      handle: async ({ actor, params, json: { reason } }) =>
        json(200, grantView(await grants.end(actor, { id: params.grant, reason }))),
    }),
  ];
}
