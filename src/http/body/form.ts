import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import type { Request } from 'express';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Collector } from './collector.ts';

/** Fields that are passed over. */
const MOST_FIELDS = 16;
const LIMITS = {
  fields: MOST_FIELDS,
  fieldSize: 4096,
  fieldNameSize: 100,
  headerPairs: 32,
  headerSize: 8192,
} as const;

/** What a form may have, and who takes its files. */
export interface FormRules {
  /** Bytes of the whole form. */
  readonly most: number;
  /** Bytes of the largest file, for the message. */
  readonly limit: number;
  readonly files: number;
  /** Called at the begin of each file, with the name that the form gives it; empty where it gives none. */
  readonly begin: (name: string) => Collector;
}

/**
 * Reads the files of a form (RFC 7578); other fields are passed over.
 * Rejects with BODY_MALFORMED, INPUT_INVALID when there are too many files, INPUT_TOO_LARGE, REQUEST_ABORTED
 * and what a collector says.
 */
export function readForm(request: Request, size: FormRules): Promise<void> {
  return new Promise((resolve, reject) => {
    const parser = openParser(request, size);
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
    parser.on('file', (_field: string, file: BusboyFileStream, name: string) => {
      const collector = size.begin(name);
      file.on('error', fail).on('data', (chunk: Buffer) => {
        if (over) return;
        const fault = collector.add(chunk);
        if (fault !== null) fail(fault);
      });
    });
    parser.on('filesLimit', () =>
      fail(
        new YinzhengError('INPUT_INVALID', {
          reason:
            size.files === 1
              ? bilingual('more than one file in the form', '表单中有多个文件')
              : bilingual(`more than ${size.files} files in the form`, `表单中的文件超过 ${size.files} 个`),
        }),
      ),
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
function openParser(request: Request, { most, files }: FormRules): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { ...LIMITS, files, parts: files + MOST_FIELDS + 1 },
      fileHwm: most + 1,
    });
  } catch (cause) {
    throw new YinzhengError('BODY_MALFORMED', { reason: bilingual('the form has no boundary', '表单缺少 boundary') }, { cause });
  }
}
