import express, { type Request, type RequestHandler, type Response } from 'express';
import { YinzhengError } from '../../base/errors/index.ts';
import { JSON_LIMIT } from '../settings.ts';

const parse: RequestHandler = express.json({ limit: JSON_LIMIT, type: () => true, strict: true, inflate: false });

/** Reads a JSON body. Rejects with MEDIA_TYPE_UNSUPPORTED and with the parser's own errors, which the error handler translates. */
export function readJson(request: Request, response: Response): Promise<unknown> {
  if (request.is('application/json') === false)
    throw new YinzhengError('MEDIA_TYPE_UNSUPPORTED', { expected: 'application/json' });
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve(request.body);
    });
  });
}
