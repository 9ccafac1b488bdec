import type { Request, RequestHandler } from 'express';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { checkCsrf, type Authenticated } from '../../services/access/index.ts';
import { contextOf } from '../context.ts';
import { readSessionCookie } from '../cookies.ts';
import type { Access } from '../route.ts';
import type { AccessServices } from '../services.ts';

const SAFE_METHODS = ['GET', 'HEAD'];

/** Finds out who calls: by API key or access token when one is sent, else by session cookie, which needs its token for whatever changes something. */
export function authenticate(access: Access, services: AccessServices, secure: boolean): RequestHandler {
  return async (request, response, next) => {
    if (access !== 'anonymous') {
      const who = await identify(request, access, { services, secure });
      contextOf(response).who = who;
      if (who !== null && who.kind !== 'system' && !SAFE_METHODS.includes(request.method)) {
        checkCsrf(who, request.get('x-csrf-token') ?? '');
      }
    }
    next();
  };
}

async function identify(
  request: Request,
  access: Access,
  { services, secure }: { readonly services: AccessServices; readonly secure: boolean },
): Promise<Authenticated | null> {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) {
    const key = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    if (key === undefined) throw new YinzhengError('NOT_SIGNED_IN');
    return services.authenticateBearer(key, { thumbprint: null });
  }
  const secret = readSessionCookie(request, secure);
  try {
    if (secret !== null) return await services.authenticateCookie(secret);
  } catch (error) {
    // What everybody may do must not fail because a session is over.
    if (access !== 'public' || !isYinzhengError(error, 'NOT_SIGNED_IN')) throw error;
  }
  if (access !== 'public') throw new YinzhengError('NOT_SIGNED_IN');
  return null;
}
