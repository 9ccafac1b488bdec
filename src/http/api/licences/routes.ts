import { defineRoute, json, pdf, type Route } from '../../route.ts';
import type { LicenceServices } from './services.ts';
import { API, identifierParams, purposeOf, purposeQuery } from '../words.ts';
import {
  attachmentParams,
  attachmentQuery,
  attachmentSchema,
  editionBody,
  issueBody,
  licenceList,
  licenceQuery,
  licenceSchema,
  listQuery,
  overlayQuery,
  pageQuery,
  papersDueList,
  paperStepBody,
  printBody,
  reviewBody,
  reviewList,
  reviewsQuery,
  searchBody,
  statusEventBody,
} from './schema.ts';
import { attachmentView, licenceSummaryView, licenceView, maskedLicenceView, paperDueView, reviewedLicenceView } from './view.ts';

const path = `${API}/licences`;
const one = `${path}/{identifier}`;
const tag = 'licences';

/** What issuing can be refused for. */
const ISSUING_ERRORS = [
  'CASE_CONFLICT',
  'ISSUING_INCOMPLETE',
  'LICENCE_TYPE_NOT_FOUND',
  'LICENCE_TYPE_UNUSABLE',
  'ORGANISATION_ENDED',
  'TWO_PERSONS_NEEDED',
  'SEAL_NOT_FOUND',
  'SEAL_NOT_IN_USE',
  'SEAL_CERTIFICATE_REVOKED',
  'SEAL_USE_REFUSED',
  'SEAL_STOPPED',
  'SEAL_KEY_ELSEWHERE',
  'DATE_INVALID',
  'FIELD_INVALID',
  'HOLDER_INVALID',
  'GLYPH_MISSING',
  'TEXT_DOES_NOT_FIT',
  'DEMONSTRATION_REFUSED',
  'STORE_UNAVAILABLE',
] as const;

const PAPER_ERRORS = [
  'PAPER_NOT_POSSIBLE',
  'LICENCE_NOT_FOUND',
  'IDENTIFIER_INVALID',
  'LICENCE_TYPE_UNUSABLE',
  'VERSION_CONFLICT',
  'STORE_UNAVAILABLE',
] as const;

export function licenceRoutes(licences: LicenceServices): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path,
      summary: 'Issue a licence (签发): made, sealed, registered when this answers',
      tag,
      limit: 'none',
      access: 'licence:issue',
      body: 'json',
      input: { json: issueBody },
      answers: {
        201: { description: 'Issued', schema: licenceSchema },
        200: { description: 'Issued before under this case number, with the same content', schema: licenceSchema },
      },
      errors: [...ISSUING_ERRORS],
      handle: async ({ actor, json: request }) => {
        const { repeated, ...issued } = await licences.issue(actor, request);
        const view = licenceView(issued);
        return { ...json(repeated ? 200 : 201, view), headers: { Location: `${path}/${view.identifier}` } };
      },
    }),
    defineRoute({
      method: 'get',
      path,
      summary: 'Licences of the caller’s organisation, holders masked',
      tag,
      limit: 'none',
      access: 'licence:read',
      body: 'none',
      input: { query: listQuery },
      answers: { 200: { description: 'A page', schema: licenceList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { items, next } = await licences.list(actor, {
          ...{ after: query.cursor, limit: query.limit },
          ...{ asOf: query.asOf, knownAt: query.knownAt },
        });
        return json(200, { items: items.map(licenceSummaryView), next });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/searches`,
      summary: 'Licences of the caller’s organisation that a holder has, by number or by name, masked; what for is recorded',
      tag,
      limit: 'none',
      access: 'licence:read',
      body: 'json',
      input: { json: searchBody },
      answers: { 200: { description: 'A page', schema: licenceList } },
      errors: ['INPUT_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { cursor, limit, purpose, ...by } }) => {
        const { items, next } = await licences.search(actor, { ...by, purpose: purposeOf(purpose), after: cursor, limit });
        return json(200, { items: items.map(licenceSummaryView), next });
      },
    }),
    defineRoute({
      method: 'get',
      path: one,
      summary: 'A licence with its status now or at another moment; what it is read for is recorded',
      tag,
      limit: 'none',
      access: 'licence:read',
      body: 'none',
      input: { params: identifierParams, query: licenceQuery },
      answers: { 200: { description: 'The licence', schema: licenceSchema } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) =>
        json(
          200,
          licenceView(
            await licences.get(actor, {
              ...{ identifier: params.identifier, purpose: purposeOf(query) },
              ...{ asOf: query.asOf, knownAt: query.knownAt },
            }),
          ),
        ),
    }),
    defineRoute({
      method: 'get',
      path: `${one}/file`,
      summary: 'The sealed file of a licence, exactly as issued; what it is read for is recorded',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'none',
      input: { params: identifierParams, query: purposeQuery },
      answers: { 200: { description: 'The file', type: 'application/pdf' } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) => {
        const { identifier } = params;
        const { bytes } = await licences.download(actor, { identifier, purpose: purposeOf(query) });
        return pdf(200, `${identifier}.pdf`, bytes);
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/editions`,
      summary: 'The next edition of a licence (变更、延续、补发、作废重发、恢复): sealed and registered when this answers',
      tag,
      limit: 'none',
      access: 'licence:issue',
      body: 'json',
      input: { params: identifierParams, json: editionBody },
      answers: {
        201: { description: 'Issued', schema: licenceSchema },
        200: { description: 'Issued before under this case number, with the same content', schema: licenceSchema },
      },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'EDITION_NOT_POSSIBLE', 'LICENCE_USED', ...ISSUING_ERRORS],
      handle: async ({ actor, params, json: request }) => {
        const { repeated, ...made } = await licences.makeEdition(actor, { identifier: params.identifier, ...request });
        const view = licenceView(made);
        return { ...json(repeated ? 200 : 201, view), headers: { Location: `${path}/${view.identifier}` } };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/status-events`,
      summary: 'Suspend, resume or end a licence; verification says so when this answers',
      tag,
      limit: 'none',
      access: 'licence:change-status',
      body: 'json',
      input: { params: identifierParams, json: statusEventBody },
      answers: { 201: { description: 'Recorded; persons and face masked', schema: licenceSchema } },
      errors: [
        'LICENCE_NOT_FOUND',
        'IDENTIFIER_INVALID',
        'STATUS_EVENT_NOT_POSSIBLE',
        'STATUS_APPROVAL_REQUIRED',
        'INPUT_INVALID',
        'VERSION_CONFLICT',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, params, json: change }) =>
        json(201, maskedLicenceView(await licences.changeStatus(actor, { identifier: params.identifier, ...change }))),
    }),
    defineRoute({
      method: 'post',
      path: `${one}/annual-reviews`,
      summary: 'Record what came of the annual review (年检) that is due; verification says so when this answers',
      tag,
      limit: 'none',
      access: 'licence:change-status',
      body: 'json',
      input: { params: identifierParams, json: reviewBody },
      answers: { 201: { description: 'Recorded; persons and face masked', schema: licenceSchema } },
      errors: [
        'LICENCE_NOT_FOUND',
        'IDENTIFIER_INVALID',
        'REVIEW_NOT_POSSIBLE',
        'DATE_INVALID',
        'VERSION_CONFLICT',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, params, json: review }) =>
        json(201, maskedLicenceView(await licences.review(actor, { identifier: params.identifier, ...review }))),
    }),
    defineRoute({
      method: 'get',
      path: `${API}/annual-reviews`,
      summary: 'Licences of the caller’s organisation whose next annual review is due in a month; holders masked',
      tag,
      limit: 'none',
      access: 'licence:read',
      body: 'none',
      input: { query: reviewsQuery },
      answers: { 200: { description: 'A page', schema: reviewList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { month, cursor, limit } }) => {
        const { items, next } = await licences.reviewsDue(actor, { month, after: cursor, limit });
        return json(200, { items: items.map(reviewedLicenceView), next });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/papers`,
      summary:
        'Record that the current edition is printed on the form of a number (印制流水号), which no other licence of the type has or had',
      tag,
      limit: 'none',
      access: 'licence:change-status',
      body: 'json',
      input: { params: identifierParams, json: printBody },
      answers: { 201: { description: 'Recorded; persons and face masked', schema: licenceSchema } },
      errors: ['PAPER_SERIAL_TAKEN', 'FIELD_INVALID', ...PAPER_ERRORS],
      handle: async ({ actor, params, json: order }) =>
        json(201, maskedLicenceView(await licences.print(actor, { identifier: params.identifier, ...order }))),
    }),
    defineRoute({
      method: 'post',
      path: `${one}/paper-steps`,
      summary: 'Record that a paper was collected (领取), returned (收回), destroyed (销毁) or lost (遗失)',
      tag,
      limit: 'none',
      access: 'licence:change-status',
      body: 'json',
      input: { params: identifierParams, json: paperStepBody },
      answers: { 201: { description: 'Recorded; persons and face masked', schema: licenceSchema } },
      errors: ['PAPER_NOT_FOUND', ...PAPER_ERRORS],
      handle: async ({ actor, params, json: order }) =>
        json(201, maskedLicenceView(await licences.stepPaper(actor, { identifier: params.identifier, ...order }))),
    }),
    defineRoute({
      method: 'get',
      path: `${one}/paper-overlay`,
      summary:
        'What is printed on the pre-printed form of a licence (套打), moved by so many mm; what it is read for is recorded',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'none',
      input: { params: identifierParams, query: overlayQuery },
      answers: { 200: { description: 'The overlay', type: 'application/pdf' } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'LICENCE_TYPE_UNUSABLE', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { identifier }, query: { dx, dy, ...query } }) =>
        pdf(200, 'overlay.pdf', await licences.overlay(actor, { identifier, purpose: purposeOf(query), dx, dy })),
    }),
    defineRoute({
      method: 'get',
      path: `${API}/papers-due`,
      summary:
        'Licences of the caller’s organisation that have ended, expired or been replaced while a paper of theirs is out; holders masked',
      tag,
      limit: 'none',
      access: 'licence:read',
      body: 'none',
      input: { query: pageQuery },
      answers: { 200: { description: 'A page', schema: papersDueList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { cursor, limit } }) => {
        const { items, next } = await licences.papersDue(actor, { after: cursor, limit });
        return json(200, { items: items.map(paperDueView), next });
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/attachments`,
      summary: 'Attach a file (PDF, OFD, PNG, JPEG; 10 MiB, 20 of a licence) to a licence; encrypted, and destroyed with it',
      tag,
      limit: 'none',
      access: 'licence:issue',
      body: 'document',
      input: { params: identifierParams, query: attachmentQuery },
      answers: { 201: { description: 'Attached', schema: attachmentSchema } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'ATTACHMENT_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { identifier }, query: { kind, name }, document: bytes }) =>
        json(201, attachmentView((await licences.attach(actor, { identifier, kind, name, bytes })).attachment)),
    }),
    defineRoute({
      method: 'get',
      path: `${one}/attachments/{attachment}`,
      summary: 'An attachment of a licence, as it was attached; what it is read for is recorded',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'none',
      input: { params: attachmentParams, query: purposeQuery },
      answers: { 200: { description: 'The file', type: 'application/octet-stream' } },
      errors: ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { identifier, attachment: id }, query }) => {
        const { bytes, file } = await licences.attachment(actor, { identifier, id, purpose: purposeOf(query) });
        // Whatever it is, browsers keep it and run nothing of it.
        return { status: 200, content: { kind: 'file', type: 'application/octet-stream', name: `${id}.${file.format}`, bytes } };
      },
    }),
  ];
}
