import type { RequestHandler } from 'express';
import { randomUUID } from 'node:crypto';
import { beginContext } from '../context.ts';

/** A caller's own id is kept when it is plainly one; anything else could forge lines in a log. */
const SANE = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/;

/** Begins the context of a request under its id, which every answer and log line carries. */
export function requestId(): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id');
    const { id } = beginContext(response, given !== undefined && SANE.test(given) ? given : randomUUID());
    response.set('X-Request-Id', id);
    next();
  };
}
