import type { Request, Response } from 'express';
import { YinzhengError } from '../../base/errors/index.ts';
import type { MessageBody } from '../route.ts';
import { createCollector, type Collector, type UploadRules } from './collector.ts';
import { mediaType, readRaw, refuseEncoding } from './raw.ts';

/** Reads one small message. Rejects with MEDIA_TYPE_UNSUPPORTED, INPUT_TOO_LARGE, SERVICE_BUSY, REQUEST_ABORTED. */
export async function readMessage(request: Request, response: Response, rules: MessageBody & UploadRules): Promise<Collector> {
  const { type, limit } = rules;
  if (mediaType(request) !== type) throw new YinzhengError('MEDIA_TYPE_UNSUPPORTED', { expected: type });
  refuseEncoding(request);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw new YinzhengError('INPUT_TOO_LARGE', { limit });
  if (request.headers.expect !== undefined) response.writeContinue();
  const collector = createCollector(rules);
  try {
    await readRaw(request, collector);
    return collector;
  } catch (error) {
    collector.release();
    throw error;
  }
}
