/** Asks OCSP responders and fetches lists and certificates of issuers, where certificates say that they are. */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import {
  MAX_CERTIFICATE_BYTES,
  MAX_OCSP_RESPONSE_BYTES,
  parseCertificateList,
  parseOcspResponse,
  readCertificates,
  type ValidationData,
} from '../../pki/index.ts';
import type { Clock } from '../../services/platform.ts';
import type { RevocationQuestion, RevocationSource } from '../../services/verification/index.ts';
import { createFetchCache } from './cache.ts';
import { createFetcher, type FetchOrder, type FetchRules } from './fetch.ts';

/** Largest list that is fetched, bytes. */
export const MAX_FETCHED_LIST_BYTES = 8 * 1024 * 1024;
/** A failure is remembered for so long, so that a host that is away does not slow every verification, ms. */
const FAILED_FOR = 60_000;
/** What says nothing of when the next one comes is kept for so long, ms; whatever it says, not longer than a day. */
const SHORTEST = 60_000;
const LONGEST = 86_400_000;
const CACHE = { entries: 500, bytes: 64 * 1024 * 1024 };

/** What a fetched thing holds, and when the next one comes, null when that is not said. */
interface Content {
  readonly items: readonly Uint8Array[];
  readonly nextUpdate: Instant | null;
}

/** A source that asks only the hosts of its rules; the answers prove nothing before their signatures are verified. */
export function createRevocationClient(rules: FetchRules & { readonly clock: Clock }): RevocationSource {
  const fetcher = createFetcher(rules);
  const cache = createFetchCache(CACHE);
  const running = new Map<string, Promise<readonly Uint8Array[]>>();

  const fetch = async (key: string, order: FetchOrder, read: (bytes: Uint8Array) => Content): Promise<readonly Uint8Array[]> => {
    const now = rules.clock.now();
    const known = cache.get(key, now);
    if (known) return known.bytes === null ? [] : read(known.bytes).items;
    const bytes = await fetcher(order);
    const content = bytes === null ? null : readable(() => read(bytes));
    const lasts = content ? Math.min(Math.max((content.nextUpdate ?? 0) - now, SHORTEST), LONGEST) : FAILED_FOR;
    cache.set(key, { bytes: content && bytes, until: now + lasts });
    return content?.items ?? [];
  };
  /** Whoever asks for the same at the same time gets the same. */
  const once: typeof fetch = (key, order, read) => {
    const before = running.get(key);
    if (before) return before;
    const begun = fetch(key, order, read).finally(() => running.delete(key));
    running.set(key, begun);
    return begun;
  };
  /** The first address that has something. */
  const first = async (urls: readonly string[], ask: (url: string) => Promise<readonly Uint8Array[]>) => {
    for (const url of urls) {
      const items = await ask(url);
      if (items.length > 0) return items;
    }
    return [];
  };

  const answer = async ({ ocsp, lists, issuers, request }: RevocationQuestion): Promise<ValidationData> => {
    const certificates = await first(issuers, (url) => once(`GET ${url}`, { url, limit: MAX_CERTIFICATE_BYTES }, readIssuers));
    const body = request && { bytes: request, type: 'application/ocsp-request' };
    const ocspResponses = body
      ? await first(ocsp, (url) =>
          once(`POST ${url} ${toHex(body.bytes)}`, { url, body, limit: MAX_OCSP_RESPONSE_BYTES }, readAnswer),
        )
      : [];
    const revocationLists =
      ocspResponses.length > 0
        ? []
        : await first(lists, (url) => once(`GET ${url}`, { url, limit: MAX_FETCHED_LIST_BYTES }, readList));
    return { certificates, revocationLists, ocspResponses };
  };
  return {
    async fetch(questions) {
      const answers = await Promise.all(questions.map(answer));
      return {
        certificates: answers.flatMap(({ certificates }) => certificates),
        revocationLists: [...new Set(answers.flatMap(({ revocationLists }) => revocationLists))],
        ocspResponses: answers.flatMap(({ ocspResponses }) => ocspResponses),
      };
    },
  };
}

function readIssuers(bytes: Uint8Array): Content {
  return { items: readCertificates(bytes).map(({ raw }) => raw), nextUpdate: null };
}

function readAnswer(bytes: Uint8Array): Content {
  const { response } = parseOcspResponse(bytes);
  if (response === null) return { items: [], nextUpdate: null };
  const times = response.data.responses.map(({ nextUpdate }) => nextUpdate ?? 0);
  return { items: [bytes], nextUpdate: Math.min(...times) };
}

function readList(bytes: Uint8Array): Content {
  const { raw, nextUpdate } = parseCertificateList(bytes);
  return { items: [raw], nextUpdate };
}

function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
