import type { Request, RequestHandler } from 'express';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { checkCsrf, type Authenticated } from '../../services/access/index.ts';
import type { SigningParts } from '../../services/signed-requests/index.ts';
import { contextOf, type RequestContext } from '../context.ts';
import { readSessionCookie } from '../cookies.ts';
import type { CertificateReader } from '../proof/certificate.ts';
import type { Access } from '../route.ts';
import type { AccessServices } from '../api/session/services.ts';

const SAFE_METHODS = ['GET', 'HEAD'];

/** What finding out who calls takes. */
export interface AuthenticationRules {
  readonly services: AccessServices;
  readonly secure: boolean;
  readonly certificate: CertificateReader;
}

/**
 * Finds out who calls: by the request's signature, by API key or access token, else by session cookie, which needs its token for
 * whatever changes something, else by the certificate of the connection.
 */
export function authenticate(access: Access, rules: AuthenticationRules): RequestHandler {
  return async (request, response, next) => {
    const context = contextOf(response);
    context.certificate = rules.certificate(request);
    if (access !== 'anonymous') {
      const who = await identify(request, context, { ...rules, access });
      context.who = who;
      if (who !== null && who.kind !== 'system' && !SAFE_METHODS.includes(request.method)) {
        checkCsrf(who, request.get('x-csrf-token') ?? '');
      }
    }
    next();
  };
}

async function identify(
  request: Request,
  context: RequestContext,
  { services, secure, access }: AuthenticationRules & { readonly access: Access },
): Promise<Authenticated | null> {
  const within = context.envelope?.credential ?? null;
  const authorization = request.headers.authorization ?? (within === null ? undefined : `Bearer ${within}`);
  if (request.headers['signature-input'] !== undefined) {
    // Two proofs could be of two systems.
    if (authorization !== undefined) throw new YinzhengError('NOT_SIGNED_IN');
    const signed = await services.authenticateSigned(partsOf(request));
    context.bodyDigest = signed.bodyDigest;
    return signed.who;
  }
  if (authorization !== undefined) {
    const key = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    if (key === undefined) throw new YinzhengError('NOT_SIGNED_IN');
    return services.authenticateBearer(key, { thumbprint: context.certificate?.thumbprint ?? null });
  }
  const secret = readSessionCookie(request, secure);
  try {
    if (secret !== null) return await services.authenticateCookie(secret);
  } catch (error) {
    // What everybody may do must not fail because a session is over.
    if (access !== 'public' || !isYinzhengError(error, 'NOT_SIGNED_IN')) throw error;
  }
  // A browser sends its certificate with whatever another site makes it ask for; systems are no browsers.
  if (context.certificate !== null && request.headers['sec-fetch-site'] === undefined) {
    const who = await services.authenticateCertificate(context.certificate);
    if (who) return who;
  }
  if (access !== 'public') throw new YinzhengError('NOT_SIGNED_IN');
  return null;
}

function partsOf(request: Request): SigningParts {
  const { method, originalUrl: target, headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  return { method, target, hasBody, field: (name) => fieldOf(headers[name]) };
}

function fieldOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.join(', ');
}
