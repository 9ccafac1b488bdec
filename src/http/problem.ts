/** Problem details (RFC 9457) in two languages. */
import type { Request, Response } from 'express';
import { STATUS_CODES } from 'node:http';
import { YinzhengError } from '../base/errors/index.ts';
import { contextOf } from './context.ts';
import { ERROR_STATUS } from './error-map.ts';
import { profileOfRoute, sharingProblem } from './share/problem.ts';
import { InvalidRequest } from './validate.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** Where callers expect the errors of OAuth (RFC 6749 section 5.2): they are there besides, in plain JSON. */
const OAUTH_PATH = '/oauth2/';
const OAUTH_ERRORS: Readonly<Record<string, string>> = {
  CLIENT_REFUSED: 'invalid_client',
  GRANT_UNSUPPORTED: 'unsupported_grant_type',
  SCOPE_REFUSED: 'invalid_scope',
  RATE_LIMITED: 'temporarily_unavailable',
  SERVICE_BUSY: 'temporarily_unavailable',
  STORE_UNAVAILABLE: 'temporarily_unavailable',
  INTERNAL: 'server_error',
};

/** Answers with the problem that an error is to the caller. */
export function sendProblem(request: Request, response: Response, error: YinzhengError): void {
  const told = ERROR_STATUS[error.code] === 500 ? new YinzhengError('INTERNAL') : error;
  const status = ERROR_STATUS[told.code];
  const context = contextOf(response);
  const chinese = request.acceptsLanguages('en', 'zh') === 'zh';
  const isOAuth = context.route.startsWith(OAUTH_PATH);
  const problem = {
    ...(isOAuth && { error: OAUTH_ERRORS[told.code] ?? 'invalid_request', error_description: asciiOf(told.message) }),
    type: `urn:yinzheng:problem:${told.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: told.code,
    detail: chinese ? told.chinese : told.message,
    detailEn: told.message,
    detailZh: told.chinese,
    instance: `urn:yinzheng:request:${context.id}`,
    requestId: context.id,
    ...(told instanceof InvalidRequest
      ? {
          errors: told.faults.map(({ in: place, pointer, en, zh }) => ({
            in: place,
            pointer,
            detail: chinese ? zh : en,
            detailEn: en,
            detailZh: zh,
          })),
        }
      : {}),
  };
  const sharing = profileOfRoute(context.route);
  const words =
    told instanceof InvalidRequest
      ? [told.chinese, ...told.faults.map(({ pointer, zh }) => `${pointer} ${zh}`)].join('；')
      : told.chinese;
  const body = sharing
    ? { ...sharingProblem(sharing, told, { status, words, requestId: context.id, now: Date.now() }), code: told.code }
    : problem;
  const seconds = told.details['seconds'];
  if (typeof seconds === 'number') response.set('Retry-After', String(seconds));
  if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="yinzheng"');
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .set('Vary', 'Accept-Language')
    .set('Content-Language', chinese ? 'zh' : 'en')
    .type(isOAuth || sharing ? 'application/json' : PROBLEM_TYPE);
  finish(request, response, Buffer.from(JSON.stringify(body)));
}

/** error_description has no quotation mark, backslash or other than ASCII (RFC 6749 section 5.2). */
function asciiOf(text: string): string {
  return text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?');
}

const LINGER_TIME = 2_000;

/**
 * A caller who is still sending would lose the answer when the connection closes under it. So the whole answer goes out at once, and
 * what still comes is thrown away for a moment before the connection closes.
 */
function finish(request: Request, response: Response, body: Buffer): void {
  response.set('Content-Length', String(body.length));
  if (request.complete || !hasBody(request) || request.method === 'HEAD') {
    response.end(request.method === 'HEAD' ? undefined : body);
    return;
  }
  response.set('Connection', 'close');
  response.write(body);
  let timer: NodeJS.Timeout | undefined = undefined;
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  timer = setTimeout(end, LINGER_TIME);
  request.once('end', end).once('close', end).resume();
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}
