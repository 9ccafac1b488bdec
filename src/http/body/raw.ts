import type { Request } from 'express';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Collector } from './collector.ts';

/** The media type of a body without its parameters, in lower case; empty when there is none. */
export function mediaType(request: Request): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Refuses a body that is compressed. @throws {YinzhengError} MEDIA_TYPE_UNSUPPORTED */
export function refuseEncoding(request: Request): void {
  if (request.headers['content-encoding'] === undefined) return;
  throw new YinzhengError('MEDIA_TYPE_UNSUPPORTED', {
    expected: bilingual('no Content-Encoding', '不带 Content-Encoding 的内容'),
  });
}

/** Gathers a raw body. Rejects with what the collector refuses, and REQUEST_ABORTED. */
export function readRaw(request: Request, collector: Collector): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      request.off('data', take).off('end', done).off('close', aborted).off('error', aborted).pause();
    };
    const take = (chunk: Buffer): void => {
      const fault = collector.add(chunk);
      if (fault === null) return;
      stop();
      reject(fault);
    };
    const done = (): void => {
      stop();
      resolve();
    };
    const aborted = (): void => {
      stop();
      reject(new YinzhengError('REQUEST_ABORTED'));
    };
    request.on('data', take).once('end', done).once('close', aborted).once('error', aborted);
  });
}
