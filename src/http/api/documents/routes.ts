import { defineRoute, type Route } from '../../route.ts';
import type { HttpServices } from '../../services.ts';
import { STAMPED, stamped } from '../stamps/routes.ts';
import { placementOf } from '../stamps/place.ts';
import { stampQuery } from '../stamps/schema.ts';
import { API, purposeOf } from '../words.ts';

export function documentRoutes({ stamp }: Pick<HttpServices, 'stamp'>): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${API}/documents/stamped`,
      summary: 'The same as POST /api/v1/stamps with signer=custody; the document is not kept, its digests are',
      tag: 'documents',
      limit: 'none',
      access: 'document:stamp',
      body: 'document',
      input: { query: stampQuery },
      answers: { 201: STAMPED },
      errors: [
        'SEAL_NOT_FOUND',
        'SEAL_NOT_IN_USE',
        'ORGANISATION_ENDED',
        'SEAL_CERTIFICATE_REVOKED',
        'SEAL_USE_REFUSED',
        'SEAL_STOPPED',
        'SEAL_KEY_ELSEWHERE',
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
        const { seal } = query;
        return stamped(201, await stamp(actor, { document, seal, place: placementOf(query), purpose: purposeOf(query) }));
      },
    }),
  ];
}
