import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { UseApplicationServices } from './services.ts';
import { confirmationBody, reasonBody } from '../seal-grants/schema.ts';
import { API } from '../words.ts';
import { applicationBody, applicationList, applicationParams, applicationQuery, applicationSchema } from './schema.ts';
import { applicationView } from './view.ts';

const path = `${API}/seal-use-applications`;
const one = `${path}/{application}`;
const tag = 'seal-use-applications';

const reading = { method: 'get', tag, limit: 'none', access: 'seal-use:read', body: 'none' } as const;
const changing = { method: 'post', tag, limit: 'none', body: 'json' } as const;
const now = (description: string) => ({ 200: { description, schema: applicationSchema } });
const CHANGE_ERRORS: readonly ErrorCode[] = [
  'APPROVAL_NOT_FOUND',
  'APPROVAL_NOT_POSSIBLE',
  'VERSION_CONFLICT',
  'STORE_UNAVAILABLE',
  'SIGNER_UNAVAILABLE',
];

/** Applications for the use of seals, and what is decided about them. */
export function sealUseApplicationRoutes(applications: UseApplicationServices): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary: 'Applications for the use of seals (用章申请)',
      input: { query: applicationQuery },
      answers: { 200: { description: 'A page of them', schema: applicationList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { of, cursor, limit } }) => {
        const { items, next } = await applications.list(actor, { of, after: cursor, limit });
        return json(200, { items: items.map(applicationView), next });
      },
    }),
    defineRoute({
      ...reading,
      path: one,
      summary: 'An application; one that is neither the caller’s nor of a seal of his organisation is not found',
      input: { params: applicationParams },
      answers: now('The application'),
      errors: ['APPROVAL_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, applicationView(await applications.get(actor, params.application))),
    }),
    defineRoute({
      ...changing,
      path,
      access: 'seal-use:request',
      summary: 'Apply for the use of a seal on documents, by a grant that asks for an approval',
      input: { json: applicationBody },
      answers: { 201: { description: 'It waits for its approval', schema: applicationSchema } },
      errors: ['GRANT_NOT_FOUND', 'APPROVAL_NOT_POSSIBLE', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: order }) => {
        const made = await applications.request(actor, order);
        return { ...json(201, applicationView(made)), headers: { Location: `${path}/${made._id}` } };
      },
    }),
    defineRoute({
      ...changing,
      path: `${one}/approval`,
      access: 'seal-use:approve',
      summary: 'Approve the use of the seal on exactly these documents; custody judges the code itself',
      input: { params: applicationParams, json: confirmationBody },
      answers: now('As it is now; open where a second person has to approve'),
      errors: [...CHANGE_ERRORS, 'SECOND_FACTOR_REFUSED', 'APPROVER_NOT_ENROLLED', 'SEAL_USE_REFUSED', 'RATE_LIMITED'],
      handle: async ({ actor, params, json: { code } }) =>
        json(200, applicationView(await applications.approve(actor, { id: params.application, code }))),
    }),
    defineRoute({
      ...changing,
      path: `${one}/refusal`,
      access: 'seal-use:approve',
      summary: 'Refuse an application',
      input: { params: applicationParams, json: reasonBody },
      answers: now('Refused'),
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params, json: { reason } }) =>
        json(200, applicationView(await applications.refuse(actor, { id: params.application, reason }))),
    }),
    defineRoute({
      ...changing,
      method: 'delete',
      body: 'none',
      path: one,
      access: 'seal-use:read',
      summary: 'Withdraw an application or its approval: nothing more is sealed by it',
      input: { params: applicationParams },
      answers: now('Withdrawn'),
      errors: CHANGE_ERRORS,
      handle: async ({ actor, params }) => json(200, applicationView(await applications.withdraw(actor, params.application))),
    }),
  ];
}
