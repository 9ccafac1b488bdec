import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { API, purposeOf, purposeQuery } from '../words.ts';
import { draftBody, draftList, draftParams, draftQuery, draftSchema, draftSummarySchema, returnBody } from './schema.ts';
import type { LicenceDraftServices } from './services.ts';
import { draftSummaryView, draftView } from './view.ts';

const path = `${API}/licence-drafts`;
const one = `${path}/{draft}`;
const common = { tag: 'licence-drafts', limit: 'none', access: 'licence:issue' } as const;
const MAKING_ERRORS = [
  'LICENCE_NOT_FOUND',
  'IDENTIFIER_INVALID',
  'EDITION_NOT_POSSIBLE',
  'ISSUING_INCOMPLETE',
  'LICENCE_TYPE_NOT_FOUND',
  'LICENCE_TYPE_UNUSABLE',
  'ORGANISATION_ENDED',
  'SEAL_NOT_FOUND',
  'SEAL_NOT_IN_USE',
  'SEAL_KEY_ELSEWHERE',
  'DATE_INVALID',
  'FIELD_INVALID',
  'HOLDER_INVALID',
  'GLYPH_MISSING',
  'TEXT_DOES_NOT_FIT',
  'DEMONSTRATION_REFUSED',
  'STORE_UNAVAILABLE',
] as const;
const STEP_ERRORS = ['LICENCE_DRAFT_NOT_FOUND', 'LICENCE_DRAFT_NOT_POSSIBLE', 'STORE_UNAVAILABLE'] as const;
const SUMMARY = { description: 'The draft, persons masked', schema: draftSummarySchema } as const;

/** Licences made by one person, and issued or returned by another (制证、签发). */
export function licenceDraftRoutes(drafts: LicenceDraftServices): readonly Route[] {
  return [
    defineRoute({
      ...common,
      method: 'post',
      path: `${API}/licence-previews`,
      summary: 'The face of what would be issued, marked as a specimen (样张); nothing is sealed or kept',
      body: 'json',
      input: { json: draftBody },
      answers: { 200: { description: 'The face', type: 'application/pdf' } },
      errors: [...MAKING_ERRORS],
      handle: async ({ actor, json: order }) => pdf(200, 'preview.pdf', await drafts.preview(actor, order)),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path,
      summary:
        'Make a licence, or the next edition of one, as a draft that waits to be issued (制证); checked and painted, not sealed',
      body: 'json',
      input: { json: draftBody },
      answers: {
        201: SUMMARY,
        200: { description: 'The draft that this case has already, with the same content', schema: draftSummarySchema },
      },
      errors: ['CASE_CONFLICT', ...MAKING_ERRORS],
      handle: async ({ actor, json: order }) => {
        const { draft, repeated } = await drafts.make(actor, order);
        return { ...json(repeated ? 200 : 201, draftSummaryView(draft)), headers: { Location: `${path}/${draft._id}` } };
      },
    }),
    defineRoute({
      ...common,
      method: 'get',
      path,
      summary:
        'Drafts of the caller’s organisation in a state, those that wait to be issued (待签发) unless another is named; persons masked',
      body: 'none',
      input: { query: draftQuery },
      answers: { 200: { description: 'A page', schema: draftList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { state, cursor, limit } }) => {
        const { items, next } = await drafts.list(actor, { state, after: cursor, limit });
        return json(200, { items: items.map(draftSummaryView), next });
      },
    }),
    defineRoute({
      ...common,
      access: 'licence:read',
      method: 'get',
      path: one,
      summary: 'A draft; what it is read for is recorded',
      body: 'none',
      input: { params: draftParams, query: purposeQuery },
      answers: { 200: { description: 'The draft', schema: draftSchema } },
      errors: ['LICENCE_DRAFT_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) =>
        json(200, draftView(await drafts.get(actor, { id: params.draft, purpose: purposeOf(query) }))),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${one}/preview`,
      summary: 'The face of what a draft would issue, marked as a specimen (样张); what it is read for is recorded',
      body: 'none',
      input: { params: draftParams, query: purposeQuery },
      answers: { 200: { description: 'The face', type: 'application/pdf' } },
      errors: ['LICENCE_DRAFT_NOT_FOUND', 'LICENCE_DRAFT_NOT_POSSIBLE', 'FILE_NOT_FOUND', ...MAKING_ERRORS],
      handle: async ({ actor, params, query }) =>
        pdf(200, 'preview.pdf', await drafts.previewDraft(actor, { id: params.draft, purpose: purposeOf(query) })),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/content`,
      summary: 'Put another content into a draft that waits or was returned; of the same type and case',
      body: 'json',
      input: { params: draftParams, json: draftBody },
      answers: { 200: SUMMARY },
      errors: ['LICENCE_DRAFT_NOT_FOUND', 'LICENCE_DRAFT_NOT_POSSIBLE', 'CASE_CONFLICT', ...MAKING_ERRORS],
      handle: async ({ actor, params, json: order }) =>
        json(200, draftSummaryView(await drafts.change(actor, { id: params.draft, order }))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/return`,
      summary: 'Return a draft to whoever made it (退回)',
      body: 'json',
      input: { params: draftParams, json: returnBody },
      answers: { 200: SUMMARY },
      errors: [...STEP_ERRORS],
      handle: async ({ actor, params, json: { note } }) =>
        json(200, draftSummaryView(await drafts.return(actor, { id: params.draft, note }))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/withdrawal`,
      summary: 'Withdraw a draft (撤回); what it has of persons is erased after 30 days',
      body: 'none',
      input: { params: draftParams },
      answers: { 200: SUMMARY },
      errors: [...STEP_ERRORS],
      handle: async ({ actor, params }) => json(200, draftSummaryView(await drafts.withdraw(actor, params.draft))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/issue`,
      summary:
        'Issue what a draft has (签发): sealed and registered when this answers; not by who made it where its type says so',
      body: 'none',
      input: { params: draftParams },
      answers: { 200: SUMMARY },
      errors: [
        'LICENCE_DRAFT_NOT_FOUND',
        'LICENCE_DRAFT_NOT_POSSIBLE',
        'TWO_PERSONS_NEEDED',
        'CASE_CONFLICT',
        'LICENCE_USED',
        'SEAL_CERTIFICATE_REVOKED',
        'SEAL_USE_REFUSED',
        'SEAL_STOPPED',
        ...MAKING_ERRORS,
      ],
      handle: async ({ actor, params }) => json(200, draftSummaryView((await drafts.issue(actor, params.draft)).draft)),
    }),
  ];
}
