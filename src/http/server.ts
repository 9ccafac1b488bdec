import type { Express } from 'express';
import { createServer, type Server } from 'node:http';

const SECOND = 1000;

/** A server for an app, with bounds on slow callers. It does not listen. */
export function createHttpServer(app: Express): Server {
  const server = createServer({ headersTimeout: 20 * SECOND, requestTimeout: 300 * SECOND, keepAliveTimeout: 65 * SECOND }, app);
  server.maxHeadersCount = 100;
  // Who asks before sending gets the refusal instead of the leave to send.
  server.on('checkContinue', app);
  return server;
}
