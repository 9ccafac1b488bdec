import type { Response } from 'express';
import type { PresentedCertificate } from '../services/oauth/index.ts';
import type { Authenticated } from '../services/access/index.ts';

/** What is known of a request while it is answered. */
export interface RequestContext {
  readonly id: string;
  /** Pattern of the route, never the address itself: addresses hold codes and identifiers. */
  route: string;
  who: Authenticated | null;
  /** The caller's certificate, as a trusted proxy tells it. */
  certificate: PresentedCertificate | null;
  /** SM3 that the body must have, where the request is signed. */
  bodyDigest: Uint8Array | null;
  /** What came in an envelope, before it was known who calls; null where none is taken. */
  envelope: { readonly json: unknown; readonly bytes: Uint8Array; readonly credential: string | null } | null;
  /** Whether credentials that were sent are judged. */
  looksAtCredentials: boolean;
  /** Error code of the answer. */
  error: string | null;
  /** Undone when the answer is out, in this order. */
  readonly releases: (() => void)[];
}

const KEY = 'yinzheng';

export function beginContext(response: Response, id: string): RequestContext {
  const context: RequestContext = {
    id,
    route: 'unmatched',
    who: null,
    looksAtCredentials: false,
    certificate: null,
    bodyDigest: null,
    envelope: null,
    error: null,
    releases: [],
  };
  response.locals[KEY] = context;
  return context;
}

/** The context that the first middleware of every request began. */
export function contextOf(response: Response): RequestContext {
  return response.locals[KEY] as RequestContext;
}
