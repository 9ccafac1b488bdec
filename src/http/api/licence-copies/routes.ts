import type { ErrorCode } from '../../../base/errors/index.ts';
import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { sealParams } from '../seals/schema.ts';
import { momentQuery, statusReportSchema } from '../verifications/schema.ts';
import { statusReportView } from '../verifications/view.ts';
import { API, identifierParams, purposeOf, purposeQuery } from '../words.ts';
import { copyList, copyParams, copySchema, copySealBody, copySealSchema, renditionBody, useCopyBody } from './schema.ts';
import type { CopyServices } from './services.ts';
import { copyView } from './view.ts';

const path = `${API}/licence-copies`;
const ofLicence = `${API}/licences/{identifier}`;
const tag = 'licence copies';
/** What may become of making a copy. */
export const MAKING: readonly ErrorCode[] = [
  'LICENCE_NOT_FOUND',
  'LICENCE_DESTROYED',
  'IDENTIFIER_INVALID',
  'COPY_REFUSED',
  'COPY_SEAL_MISSING',
  'FILE_NOT_FOUND',
  'LICENCE_TYPE_UNUSABLE',
  'ORGANISATION_ENDED',
  'SEAL_NOT_IN_USE',
  'SEAL_CERTIFICATE_REVOKED',
  'SEAL_USE_REFUSED',
  'SEAL_STOPPED',
  'SEAL_KEY_ELSEWHERE',
  'GLYPH_MISSING',
  'TEXT_DOES_NOT_FIT',
  'DEMONSTRATION_REFUSED',
  'STORE_UNAVAILABLE',
];

export function copyRoutes(copies: CopyServices): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${ofLicence}/copies`,
      summary:
        'Make a use copy (加注件) of a licence in force: watermarked with purpose, user and expiry, sealed as a file of its own',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'json',
      input: { params: identifierParams, json: useCopyBody },
      answers: { 201: { description: 'Made; Location is where its file is', schema: copySchema } },
      errors: MAKING,
      handle: async ({ actor, params, json: { reason, ...use } }) => {
        const copy = await copies.make(actor, { identifier: params.identifier, ...use, reason: purposeOf(reason) });
        return { ...json(201, copyView(copy)), headers: { Location: `${path}/${copy._id}/file` } };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${ofLicence}/cancelled-rendition`,
      summary:
        'The face of a licence that has ended, marked 已注销, 已撤销, 已吊销 or 已作废 and sealed; made once for each edition',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'json',
      input: { params: identifierParams, json: renditionBody },
      answers: {
        201: { description: 'Made; Location is where its file is', schema: copySchema },
        200: { description: 'Made before', schema: copySchema },
      },
      errors: MAKING,
      handle: async ({ actor, params, json: { reason } }) => {
        const { identifier } = params;
        const { copy, repeated } = await copies.cancelled(actor, { identifier, reason: purposeOf(reason) });
        return { ...json(repeated ? 200 : 201, copyView(copy)), headers: { Location: `${path}/${copy._id}/file` } };
      },
    }),
    defineRoute({
      method: 'get',
      path: `${ofLicence}/copies`,
      summary: 'The copies of a licence, the newest first, each with its state; what they are read for is recorded',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'none',
      input: { params: identifierParams, query: purposeQuery },
      answers: { 200: { description: 'All of them', schema: copyList } },
      errors: ['LICENCE_NOT_FOUND', 'LICENCE_DESTROYED', 'IDENTIFIER_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) => {
        const items = await copies.list(actor, { identifier: params.identifier, purpose: purposeOf(query) });
        return json(200, { items: items.map(({ copy, state }) => ({ ...copyView(copy), state })) });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${path}/{number}/file`,
      summary: 'The sealed file of a copy; what it is read for is recorded',
      tag,
      limit: 'none',
      access: 'licence:download',
      body: 'none',
      input: { params: copyParams, query: purposeQuery },
      answers: { 200: { description: 'The file', type: 'application/pdf' } },
      errors: ['COPY_NOT_FOUND', 'LICENCE_DESTROYED', 'FILE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) => {
        const { number } = params;
        const { bytes } = await copies.download(actor, { number, purpose: purposeOf(query) });
        return pdf(200, `${number}.pdf`, bytes);
      },
    }),
    defineRoute({
      method: 'get',
      path: `${API}/verifications/copies/{number}`,
      summary: 'The state of the copy that a number names, and of its original, now or at another moment',
      tag: 'verifications',
      limit: 'none',
      access: 'licence:verify',
      body: 'none',
      input: { params: copyParams, query: momentQuery },
      answers: { 200: { description: 'What the register says', schema: statusReportSchema } },
      errors: ['COPY_NOT_FOUND', 'LICENCE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) =>
        json(200, statusReportView(await copies.verify(actor, { number: params.number, ...query }))),
    }),
    defineRoute({
      method: 'post',
      path: `${API}/seals/{code}/use-for-copies`,
      summary: 'Choose the seal with which its owner seals copies of licences from now on; a grant says who uses it',
      tag: 'seals',
      limit: 'none',
      access: 'grant:propose',
      body: 'json',
      input: { params: sealParams, json: copySealBody },
      answers: { 200: { description: 'Chosen', schema: copySealSchema } },
      errors: ['SEAL_NOT_FOUND', 'SEAL_NOT_IN_USE', 'DEMONSTRATION_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, json: { purpose } }) => {
        const { _id: seal, owner } = await copies.chooseSeal(actor, { seal: params.code, purpose: purposeOf(purpose) });
        return json(200, { organisation: owner, seal });
      },
    }),
  ];
}
