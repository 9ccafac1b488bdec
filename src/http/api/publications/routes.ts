import { z } from 'zod';
import type { Publication } from '../../../services/claims/index.ts';
import { defineRoute, json, type Answer, type Route } from '../../route.ts';
import { API } from '../words.ts';
import type { PublicationServices } from './services.ts';

/** How long a list may be given again without asking here, s: with the rounds of publishing a change is known within a minute. */
const LIST_KEPT = 30;
const KEYS_KEPT = 300;
const TYPE = 'application/octet-stream';

const facts = { tag: 'offline verification', limit: 'none', access: 'anonymous', method: 'get', body: 'none' } as const;
const kept = { 304: { description: 'It is still the one of the ETag in If-None-Match' } } as const;

/** What checking without a network takes; for everybody, the same for all, signed. Formats: docs/offline-verification.md. */
export function publicationRoutes(publications: PublicationServices): readonly Route[] {
  return [
    defineRoute({
      ...facts,
      path: `${API}/key-set`,
      summary: 'The keys that claims in QR codes and status lists are checked with (签发密钥集), signed',
      input: {},
      answers: { 200: { description: 'The key set', type: TYPE }, ...kept },
      errors: ['PUBLICATION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async () => published(await publications.get('key-set'), KEYS_KEPT),
    }),
    defineRoute({
      ...facts,
      path: `${API}/status-lists`,
      summary: 'How many status lists there are; they are numbered from 1',
      input: {},
      answers: {
        200: { description: 'Their number', schema: z.object({ lists: z.number().int() }).meta({ id: 'StatusLists' }) },
      },
      errors: ['STORE_UNAVAILABLE'],
      handle: async () => json(200, { lists: await publications.lists() }),
    }),
    defineRoute({
      ...facts,
      path: `${API}/status-lists/{list}`,
      summary: 'A status list (证照状态列表), signed: 2 bits for each licence, without anything about it or its holder',
      input: {
        params: z.object({ list: z.coerce.number().int().min(1).max(65_535).meta({ description: 'Number of the list' }) }),
      },
      answers: { 200: { description: 'The list as it was published last', type: TYPE }, ...kept },
      errors: ['PUBLICATION_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ params }) => published(await publications.get(params.list), LIST_KEPT),
    }),
  ];
}

function published({ bytes, sm3, publishedAt }: Publication, seconds: number): Answer {
  return {
    status: 200,
    content: { kind: 'bytes', type: TYPE, bytes },
    headers: {
      'Cache-Control': `max-age=${seconds}, public, no-transform, must-revalidate`,
      'Last-Modified': new Date(publishedAt).toUTCString(),
      ETag: `"${sm3}"`,
    },
  };
}
