import { fromBase64 } from '../../../base/bytes.ts';
import type { StampResult } from '../../../services/stamping/index.ts';
import { defineRoute, json, pdf, type Answer, type Route } from '../../route.ts';
import type { HttpServices } from '../../services.ts';
import { API, purposeOf } from '../words.ts';
import { placementOf } from './place.ts';
import { preparedStampSchema, previewQuery, signatureBody, stampParams, stampsQuery } from './schema.ts';
import { preparedStampView } from './view.ts';

const path = `${API}/stamps`;
const one = `${path}/{id}`;
const tag = 'stamps';
/** A stamped document as it is answered with; what its headers say. */
export const STAMPED = {
  description:
    'The stamped document; X-Stamping names the record of it, X-Signing that of a certification before it, X-Yinzheng-Evidence says how far it proves itself: SES by the claimed time, ' +
    'SES-T with a time stamp over the seal signature, SES-LT also with validation data under a document time stamp. Evidence that is not ' +
    'to be had at once is not added later',
  type: 'application/pdf',
} as const;

/** Seals put on documents, by keys in custody or by keys that callers have. */
export function stampRoutes(services: Pick<HttpServices, 'stamp' | 'clientStamps' | 'previewStamp'>): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path,
      summary:
        'Put a seal of the caller’s organisation on a PDF (盖章); with signer=client the document is prepared, and waits some minutes ' +
        'for the signature of the caller’s own key',
      tag,
      limit: 'none',
      access: 'document:stamp',
      body: 'document',
      input: { query: stampsQuery },
      answers: {
        201: STAMPED,
        202: { description: 'Prepared: what is to be signed', schema: preparedStampSchema },
      },
      errors: [
        'SEAL_NOT_FOUND',
        'SEAL_NOT_IN_USE',
        'ORGANISATION_ENDED',
        'SEAL_CERTIFICATE_REVOKED',
        'SEAL_USE_REFUSED',
        'SEAL_STOPPED',
        'SEAL_KEY_ELSEWHERE',
        'STAMPS_OPEN',
        'SIGNATURE_KEY_MISSING',
        'SIGNATURE_KEY_UNUSABLE',
        'DOCUMENT_UNRECOGNISED',
        'PDF_MALFORMED',
        'PDF_ENCRYPTED',
        'PDF_NOT_STAMPABLE',
        'KEYWORD_NOT_FOUND',
        'PLACE_NOT_FOUND',
        'PLACE_AMBIGUOUS',
        'LICENCE_TYPE_NOT_FOUND',
        'LICENCE_TYPE_UNUSABLE',
        'DOCUMENT_TOO_COSTLY',
        'DEMONSTRATION_REFUSED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, query, document }) => {
        const { seal, signer, certifyAs, approval } = query;
        const request = { document, seal, place: placementOf(query), purpose: purposeOf(query), certifyAs, approval };
        if (signer === 'custody') return stamped(201, await services.stamp(actor, request));
        const prepared = await services.clientStamps.prepare(actor, request);
        return { ...json(202, preparedStampView(prepared)), headers: { Location: `${path}/${prepared.id}` } };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${path}/preview`,
      summary:
        'A picture of the pages with the seal where it would stand (用印预览), marked all over as not stamped; no key is used, nothing is recorded, ' +
        'and no approval is needed',
      tag,
      limit: 'none',
      access: 'document:stamp',
      body: 'document',
      input: { query: previewQuery },
      answers: {
        200: {
          description:
            'The pages, one below the other, six at most; X-Yinzheng-Pages names them, X-Yinzheng-Pages-Of counts those asked for',
          type: 'image/png',
        },
      },
      errors: [
        'SEAL_NOT_FOUND',
        'SEAL_NOT_IN_USE',
        'ORGANISATION_ENDED',
        'DOCUMENT_UNRECOGNISED',
        'PDF_MALFORMED',
        'PDF_ENCRYPTED',
        'PDF_NOT_STAMPABLE',
        'KEYWORD_NOT_FOUND',
        'PLACE_NOT_FOUND',
        'PLACE_AMBIGUOUS',
        'LICENCE_TYPE_NOT_FOUND',
        'LICENCE_TYPE_UNUSABLE',
        'DOCUMENT_TOO_COSTLY',
        'DOCUMENT_NOT_PAINTABLE',
        'DEMONSTRATION_REFUSED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, query, document }) => {
        const { seal, show } = query;
        const { picture, pages, of } = await services.previewStamp(actor, { document, seal, place: placementOf(query), show });
        return {
          status: 200,
          content: { kind: 'bytes', type: 'image/png', bytes: picture },
          headers: { 'X-Yinzheng-Pages': pages.join(','), 'X-Yinzheng-Pages-Of': String(of) },
        };
      },
    }),
    defineRoute({
      method: 'post',
      path: `${one}/signature`,
      summary: 'Finish a prepared document with the signature of the caller’s key; the same signature again is answered alike',
      tag,
      limit: 'none',
      access: 'document:stamp',
      body: 'json',
      input: { params: stampParams, json: signatureBody },
      answers: { 200: STAMPED },
      errors: [
        'STAMP_NOT_FOUND',
        'STAMP_EXPIRED',
        'STAMP_SIGNATURE_WRONG',
        'STAMP_SIGNED_OTHERWISE',
        'SEAL_NOT_FOUND',
        'SEAL_NOT_IN_USE',
        'ORGANISATION_ENDED',
        'SEAL_CERTIFICATE_REVOKED',
        'SEAL_USE_REFUSED',
        'SEAL_STOPPED',
        'DEMONSTRATION_REFUSED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, params, json: { signature } }) =>
        stamped(200, await services.clientStamps.finish(actor, { id: params.id, signature: fromBase64(signature) })),
    }),
    defineRoute({
      method: 'get',
      path: `${one}/file`,
      summary: 'The stamped document again, some minutes long, where the caller’s own key signed',
      tag,
      limit: 'none',
      access: 'document:stamp',
      body: 'none',
      input: { params: stampParams },
      answers: { 200: STAMPED },
      errors: ['STAMP_NOT_FOUND', 'STAMP_EXPIRED', 'STAMP_NOT_SIGNED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => stamped(200, await services.clientStamps.fetch(actor, params.id)),
    }),
    defineRoute({
      method: 'delete',
      path: one,
      summary: 'Forget a prepared document before its time; what was signed stays signed and recorded',
      tag,
      limit: 'none',
      access: 'document:stamp',
      body: 'none',
      input: { params: stampParams },
      answers: { 204: { description: 'Forgotten' } },
      errors: ['STAMP_NOT_FOUND', 'STAMP_EXPIRED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        await services.clientStamps.giveUp(actor, params.id);
        return { status: 204 };
      },
    }),
  ];
}

/** Answers with a stamped document; see {@link STAMPED}. */
export function stamped(status: number, { document, stamping, signing, evidence }: StampResult): Answer {
  const certification = signing === undefined ? {} : { 'X-Signing': signing };
  const headers = { 'X-Stamping': stamping, ...certification, 'X-Yinzheng-Evidence': evidence };
  return { ...pdf(status, 'stamped.pdf', document), headers };
}
