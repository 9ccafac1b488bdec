import type { ErrorCode } from '../../../base/errors/index.ts';
import type { ApplicationStep } from '../../../domain/licence/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { statusEventBody } from '../licences/schema.ts';
import { API, identifierParams } from '../words.ts';
import { applicationList, applicationParams, applicationSchema, applicationsQuery, decisionBody } from './schema.ts';
import type { StatusApplicationServices } from './services.ts';
import { applicationView } from './view.ts';

const ofLicence = `${API}/licences/{identifier}/status-applications`;
const tag = 'licences';
const ERRORS: readonly ErrorCode[] = [
  'LICENCE_NOT_FOUND',
  'IDENTIFIER_INVALID',
  'STATUS_APPLICATION_NOT_FOUND',
  'STATUS_APPLICATION_REFUSED',
  'STATUS_EVENT_NOT_POSSIBLE',
  'INPUT_INVALID',
  'VERSION_CONFLICT',
  'STORE_UNAVAILABLE',
];
const STEPS: readonly { readonly at: string; readonly step: ApplicationStep; readonly summary: string }[] = [
  {
    at: 'approval',
    step: 'approve',
    summary: 'Approve an act on a licence’s status that another person asked for; it takes effect at once',
  },
  { at: 'refusal', step: 'refuse', summary: 'Refuse an act on a licence’s status that another person asked for' },
  { at: 'withdrawal', step: 'withdraw', summary: 'Withdraw an application of one’s own' },
];

export function statusApplicationRoutes(applications: StatusApplicationServices): readonly Route[] {
  return [
    defineRoute({
      method: 'get',
      path: `${API}/status-applications`,
      summary: 'Acts on the status of licences that wait for a second person, within the caller’s scope; holders masked',
      tag,
      limit: 'none',
      access: 'licence:change-status',
      body: 'none',
      input: { query: applicationsQuery },
      answers: { 200: { description: 'A page', schema: applicationList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await applications.list(actor, { after: query.cursor, limit: query.limit });
        return json(200, { items: items.map(applicationView), next });
      },
    }),
    defineRoute({
      method: 'post',
      path: ofLicence,
      summary: 'Ask for an act on a licence’s status that its type wants a second person to approve',
      tag,
      limit: 'none',
      access: 'licence:change-status',
      body: 'json',
      input: { params: identifierParams, json: statusEventBody },
      answers: { 201: { description: 'It waits', schema: applicationSchema } },
      errors: ERRORS,
      handle: async ({ actor, params, json: change }) =>
        json(201, applicationView(await applications.apply(actor, { identifier: params.identifier, ...change }))),
    }),
    ...STEPS.map(({ at, step, summary }) =>
      defineRoute({
        method: 'post',
        path: `${ofLicence}/{application}/${at}`,
        summary,
        tag,
        limit: 'none',
        access: 'licence:change-status',
        body: 'json',
        input: { params: applicationParams, json: decisionBody },
        answers: { 200: { description: 'Decided', schema: applicationSchema } },
        errors: ERRORS,
        handle: async ({ actor, params, json: { note } }) =>
          json(200, applicationView(await applications.decide(actor, { ...params, step, note }))),
      }),
    ),
  ];
}
