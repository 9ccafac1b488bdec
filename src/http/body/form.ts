import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Collector } from './collector.ts';

const LIMITS = {
  files: 1,
  fields: 16,
  parts: 18,
  fieldSize: 4096,
  fieldNameSize: 100,
  headerPairs: 32,
  headerSize: 8192,
} as const;

/**
 * Reads the only file of a form (RFC 7578); other fields are passed over.
 * Rejects with BODY_MALFORMED, INPUT_INVALID when there are several files, INPUT_TOO_LARGE, REQUEST_ABORTED
 * and what the collector says.
 * @param size.most bytes of the whole form; `size.limit` the largest file, for the message
 */
export function readForm(
  request: Request,
  collector: Collector,
  size: { readonly most: number; readonly limit: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const parser = openParser(request, size.most);
    let received = 0;
    let over = false;
    const settle = (): void => {
      over = true;
      request.off('data', count).off('close', aborted).off('error', aborted).unpipe(parser).pause();
    };
    const fail = (error: Error): void => {
      if (over) return;
      settle();
      parser.on('error', () => undefined).destroy();
      reject(error);
    };
    const aborted = (): void => {
      // A request that came whole is closed too, while the parser still works on its last piece.
      if (!request.complete) fail(new YinzhengError('REQUEST_ABORTED'));
    };
    const count = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > size.most) fail(new YinzhengError('INPUT_TOO_LARGE', { limit: size.limit }));
    };
    parser.on('file', (_field: string, file: BusboyFileStream) => {
      file.on('error', fail).on('data', (chunk: Buffer) => {
        if (over) return;
        const fault = collector.add(chunk);
        if (fault !== null) fail(fault);
      });
    });
    parser.on('filesLimit', () =>
      fail(new YinzhengError('INPUT_INVALID', { reason: bilingual('more than one file in the form', '表单中有多个文件') })),
    );
    parser.on('error', () => fail(new YinzhengError('BODY_MALFORMED', { reason: bilingual('not a whole form', '表单不完整') })));
    parser.on('finish', () => {
      if (over) return;
      settle();
      resolve();
    });
    request.on('data', count).once('close', aborted).once('error', aborted);
    request.pipe(parser);
  });
}

/**
 * Pieces go straight to the collector, so that no part ever has to wait. A part that the parser passes over would wait for ever: it is
 * never read on once it held more than its high-water mark.
 */
function openParser(request: Request, most: number): BusboyInstance {
  try {
    return new Busboy({ headers: request.headers as BusboyHeaders, limits: LIMITS, fileHwm: most + 1 });
  } catch (cause) {
    throw new YinzhengError('BODY_MALFORMED', { reason: bilingual('the form has no boundary', '表单缺少 boundary') }, { cause });
  }
}
