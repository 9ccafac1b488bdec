import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { contextOf } from '../context.ts';
import type { HttpMetrics } from '../metrics.ts';

/** Logs and counts each request once: method, pattern, status, time. No address, no query, no body, no name. */
export function accessLog(log: Logger, metrics: HttpMetrics): RequestHandler {
  return (request, response, next) => {
    const begun = process.hrtime.bigint();
    response.once('close', () => {
      const context = contextOf(response);
      for (const release of context.releases.splice(0)) release();
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      const finished = response.writableFinished;
      const status = finished ? response.statusCode : 499;
      const { id, route, who, error } = context;
      metrics.observe({ method: request.method, route, status, seconds });
      log[status >= 500 ? 'error' : 'info'](
        {
          requestId: id,
          method: request.method,
          route,
          status,
          ms: Math.round(seconds * 1e4) / 10,
          caller: who?.kind ?? 'public',
          ...(error === null ? {} : { error }),
        },
        finished ? 'answered' : 'aborted',
      );
    });
    next();
  };
}
