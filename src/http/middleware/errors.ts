import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { contextOf } from '../context.ts';
import { ERROR_STATUS } from '../error-map.ts';
import { sendProblem } from '../problem.ts';
import type { AccessServices } from '../api/session/services.ts';
import { JSON_LIMIT } from '../settings.ts';

/** The one place where an error becomes an answer. */
export function errorHandler(log: Logger, access: AccessServices | null): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  return async (thrown: unknown, request, response, _next) => {
    const error = translate(thrown);
    const context = contextOf(response);
    context.error = error.code;
    if (ERROR_STATUS[error.code] === 500) {
      log.error({ requestId: context.id, route: context.route, error: error.code, causes: causesOf(thrown) }, 'failed');
    }
    if (error.code === 'NOT_ALLOWED' && context.who && access) {
      const action = error.details['action'];
      await access.recordDenial(context.who.actor, typeof action === 'string' ? action : 'unknown').catch((failure: unknown) => {
        log.error({ requestId: context.id, causes: causesOf(failure) }, 'denial not recorded');
      });
    }
    if (response.headersSent || request.socket.destroyed) response.destroy();
    else sendProblem(request, response, error);
  };
}

/** Errors of Express and its parsers have a `type` or a `status`; everything unknown is ours. */
function translate(thrown: unknown): YinzhengError {
  if (isYinzhengError(thrown)) return thrown;
  const { type, status } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as {
    readonly type?: unknown;
    readonly status?: unknown;
  };
  switch (type) {
    case 'entity.parse.failed':
      return new YinzhengError('BODY_MALFORMED', { reason: bilingual('not JSON', '不是 JSON') });
    case 'entity.too.large':
      return new YinzhengError('INPUT_TOO_LARGE', { limit: JSON_LIMIT });
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new YinzhengError('MEDIA_TYPE_UNSUPPORTED', { expected: 'application/json; charset=utf-8' });
    case 'request.aborted':
      return new YinzhengError('REQUEST_ABORTED');
    case 'request.size.invalid':
      return new YinzhengError('BODY_MALFORMED', { reason: bilingual('its length is not as announced', '长度与声明不符') });
  }
  if (status === 404) return new YinzhengError('ROUTE_NOT_FOUND');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new YinzhengError('INPUT_INVALID', { reason: bilingual('the address is malformed', '地址格式错误') });
  }
  return new YinzhengError('INTERNAL');
}

/** Kinds and places of an error and its causes, without their messages: those may repeat what a caller sent. */
function causesOf(thrown: unknown): readonly string[] {
  const causes: string[] = [];
  for (let error = thrown; error instanceof Error && causes.length < 5; error = error.cause) {
    const code = isYinzhengError(error) ? error.code : ((error as { readonly code?: unknown }).code ?? '');
    const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
    causes.push(
      [`${error.name} ${typeof code === 'string' ? code : ''}`.trim(), ...frames.slice(0, 12).map((line) => line.trim())].join(
        ' | ',
      ),
    );
  }
  return causes.length > 0 ? causes : [typeof thrown];
}
