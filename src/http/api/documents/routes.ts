import { z } from 'zod';
import { defineRoute, pdf, type Route } from '../../route.ts';
import type { HttpServices } from '../../services.ts';
import { API, purposeOf, purposeQuery } from '../words.ts';

const millimetres = z.coerce.number().min(0).max(5000);

const stampQuery = purposeQuery.extend({
  seal: z.string().min(1).max(64).describe('Seal code (esID)'),
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  x: millimetres.describe('mm from the left edge of the page to the centre of the seal'),
  y: millimetres.describe('mm from the upper edge of the page to the centre of the seal'),
});

export function documentRoutes({ stamp }: Pick<HttpServices, 'stamp'>): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${API}/documents/stamped`,
      summary: 'Put a seal of the caller’s organisation on a PDF; the document is not kept, its digests are',
      tag: 'documents',
      limit: 'none',
      access: 'document:stamp',
      body: 'document',
      input: { query: stampQuery },
      answers: { 201: { description: 'The stamped document; X-Stamping names the record of it', type: 'application/pdf' } },
      errors: [
        'SEAL_NOT_FOUND',
        'SEAL_NOT_IN_USE',
        'DOCUMENT_UNRECOGNISED',
        'PDF_MALFORMED',
        'PDF_ENCRYPTED',
        'PDF_NOT_STAMPABLE',
        'DEMONSTRATION_REFUSED',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, query, document }) => {
        const { seal, page, x, y } = query;
        const result = await stamp(actor, { document, seal, place: { page, x, y }, purpose: purposeOf(query) });
        return { ...pdf(201, 'stamped.pdf', result.document), headers: { 'X-Stamping': result.stamping } };
      },
    }),
  ];
}
