import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fromBase64 } from '../../base/bytes.ts';
import { MAX_OCSP_REQUEST_BYTES, type CertificateList } from '../../pki/index.ts';
import type { OcspAnswer } from '../../services/pki/index.ts';
import { defineRoute, type Answer, type Route } from '../route.ts';
import type { RevocationServices } from './services.ts';

/** How long a list or an answer may be given again without asking here, s; a revocation is known everywhere after that time. */
const LONGEST_KEPT = 300;
const REQUEST_TYPE = 'application/ocsp-request';
const RESPONSE_TYPE = 'application/ocsp-response';

const facts = { tag: 'pki', access: 'anonymous' } as const;

/** Revocation lists, for which no key is needed. */
export function revocationListRoutes(services: Pick<RevocationServices, 'list' | 'now'>): readonly Route[] {
  return [
    defineRoute({
      ...facts,
      method: 'get',
      path: '/crl/{name}',
      summary: 'The revocation list of a CA (RFC 5280), named by the identifier of its key',
      limit: 'none',
      body: 'none',
      input: { params: z.object({ name: z.string().regex(/^[0-9a-f]{40}\.crl$/) }) },
      answers: { 200: { description: 'The latest list', type: 'application/pkix-crl' } },
      errors: ['REVOCATION_LIST_NOT_FOUND'],
      handle: async ({ params }) => listAnswer(await services.list(params.name), services.now()),
    }),
  ];
}

/** What others need to know whether certificates of this installation were revoked: lists, and answers about single ones. */
export function revocationRoutes(services: RevocationServices): readonly Route[] {
  const answers = { 200: { description: 'An OCSPResponse, an error of OCSP included (RFC 6960)', type: RESPONSE_TYPE } };
  return [
    ...revocationListRoutes(services),
    defineRoute({
      ...facts,
      method: 'post',
      path: '/ocsp',
      summary: 'Whether certificates were revoked (RFC 6960)',
      limit: 'ocsp',
      body: { type: REQUEST_TYPE, limit: MAX_OCSP_REQUEST_BYTES },
      input: {},
      answers,
      errors: [],
      handle: async ({ document }) => ocspAnswer(await services.ocsp(document)),
    }),
    defineRoute({
      ...facts,
      method: 'get',
      path: '/ocsp/{request}',
      summary: 'The same, by an OCSPRequest in Base64',
      limit: 'ocsp',
      body: 'none',
      input: { params: z.object({ request: z.string().max(2 * MAX_OCSP_REQUEST_BYTES) }) },
      answers,
      errors: [],
      handle: async ({ params }) => {
        const answer = await services.ocsp(bytesOf(params.request));
        return { ...ocspAnswer(answer), headers: freshness(answer, services.now()) };
      },
    }),
  ];
}

function ocspAnswer({ bytes }: OcspAnswer): Answer {
  return { status: 200, content: { kind: 'bytes', type: RESPONSE_TYPE, bytes } };
}

/** RFC 5019 §6.2: only answers to requests without a nonce are kept on the way. */
function freshness({ bytes, producedAt, freshUntil }: OcspAnswer, now: number): Readonly<Record<string, string>> {
  return freshUntil === null ? {} : keptFor(bytes, { from: producedAt, until: freshUntil, now });
}

function listAnswer({ raw, thisUpdate, nextUpdate }: CertificateList, now: number): Answer {
  return {
    status: 200,
    content: { kind: 'bytes', type: 'application/pkix-crl', bytes: raw },
    headers: keptFor(raw, { from: thisUpdate, until: nextUpdate ?? now, now }),
  };
}

function keptFor(
  bytes: Uint8Array,
  { from, until, now }: { readonly from: number; readonly until: number; readonly now: number },
): Readonly<Record<string, string>> {
  const seconds = Math.max(0, Math.min(LONGEST_KEPT, Math.floor((until - now) / 1000)));
  return {
    'Cache-Control': `max-age=${seconds}, public, no-transform, must-revalidate`,
    Expires: new Date(now + seconds * 1000).toUTCString(),
    'Last-Modified': new Date(from).toUTCString(),
    ETag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
  };
}

/** The bytes of a request in an address; none where it is not Base64, which the responder then calls malformed. */
function bytesOf(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch {
    return new Uint8Array(0);
  }
}
