import { defineRoute, pdf, type Route } from '../../route.ts';
import type { SigningServices } from './services.ts';
import { API, purposeOf } from '../words.ts';
import { signaturesQuery } from './schema.ts';

/** Signatures without a seal (CMS) on documents. */
export function signatureRoutes(signing: SigningServices): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${API}/signatures`,
      summary:
        'Sign a PDF without a seal (数字签名), by a key that is assigned to the caller’s organisation; the document is not kept',
      tag: 'signatures',
      limit: 'none',
      access: 'document:sign',
      body: 'document',
      input: { query: signaturesQuery },
      answers: {
        201: {
          description:
            'The signed document; X-Signing names the record of it, X-Yinzheng-Evidence says how far it proves itself: B-B by the claimed ' +
            'time, B-T with a time stamp over the signature, B-LTA also with validation data under a document time stamp. Evidence that ' +
            'is not to be had at once is not added later',
          type: 'application/pdf',
        },
      },
      errors: [
        'SIGNATURE_KEY_MISSING',
        'SIGNATURE_KEY_UNUSABLE',
        'ORGANISATION_NOT_FOUND',
        'DOCUMENT_UNRECOGNISED',
        'PDF_MALFORMED',
        'PDF_ENCRYPTED',
        'PDF_NOT_STAMPABLE',
        'DEMONSTRATION_REFUSED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, query, document }) => {
        const { form, certify, reason, organisation, key } = query;
        const request = { document, form, certify, reason, organisation, keyId: key, purpose: purposeOf(query) };
        const signed = await signing.sign(actor, request);
        const headers = { 'X-Signing': signed.signing, 'X-Yinzheng-Evidence': signed.evidence };
        return { ...pdf(201, 'signed.pdf', signed.document), headers };
      },
    }),
  ];
}
