import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { YinzhengError } from '../../base/errors/index.ts';
import { contextOf } from '../context.ts';
import type { LimitName } from '../route.ts';
import type { HttpSettings } from '../settings.ts';

const MINUTE = 60_000;

/** Limits by network address, an IPv6 network counting as one; one counter for each name. */
export function createLimits(rates: HttpSettings['rates']): Readonly<Record<LimitName, RequestHandler>> {
  return {
    none: (_request, _response, next) => next(),
    'sign-in': perMinute(rates.signIn),
    code: perMinute(rates.code),
    ocsp: perMinute(rates.ocsp),
    'time-stamp': perMinute(rates.timeStamp),
    token: perMinute(rates.token),
    // Who sends credentials is judged by them before anything is read.
    verification: perMinute(rates.verification, (authorization) => authorization !== undefined),
  };
}

function perMinute(limit: number, exempt: (authorization: string | undefined) => boolean = () => false): RequestHandler {
  return rateLimit({
    windowMs: MINUTE,
    limit,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    // Its checks only print to the console; what they look for is refused by the configuration.
    validate: false,
    skip: (request, response) => contextOf(response).looksAtCredentials && exempt(request.headers.authorization),
    handler: (request, _response, next) => {
      const reset = (request as { readonly rateLimit?: { readonly resetTime?: Date } }).rateLimit?.resetTime;
      const seconds = reset ? Math.max(1, Math.ceil((reset.getTime() - Date.now()) / 1000)) : MINUTE / 1000;
      next(new YinzhengError('RATE_LIMITED', { seconds }));
    },
  });
}
