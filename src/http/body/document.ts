import type { Request, Response } from 'express';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { createCollector, type Collector, type UploadRules } from './collector.ts';
import { readForm } from './form.ts';
import { mediaType, readRaw, refuseEncoding } from './raw.ts';

/** Media types that a document comes as, raw. */
export const RAW_TYPES = ['application/pdf', 'application/octet-stream'] as const;
const FORM_TYPE = 'multipart/form-data';
/** What a form may add to its file, bytes. */
const FORM_OVERHEAD = 64 * 1024;

/** A file of a form, or a raw body; the name is what the form says, or empty. */
export interface ReceivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What was received; the memory is given back when it is released. */
export interface Received {
  readonly files: readonly ReceivedFile[];
  readonly release: () => void;
}

/**
 * Reads documents: the raw body, or the files of a form, at most so many, together no larger than one document may be.
 * Rejects with MEDIA_TYPE_UNSUPPORTED, INPUT_TOO_LARGE, INPUT_INVALID when there is none, SERVICE_BUSY, REQUEST_ABORTED.
 */
export async function readDocuments(
  request: Request,
  response: Response,
  rules: UploadRules & { readonly files: number },
): Promise<Received> {
  const type = mediaType(request);
  const form = type === FORM_TYPE;
  if (!form && !RAW_TYPES.some((raw) => raw === type)) {
    throw new YinzhengError('MEDIA_TYPE_UNSUPPORTED', { expected: [...RAW_TYPES, FORM_TYPE] });
  }
  refuseEncoding(request);
  const most = rules.limit + (form ? FORM_OVERHEAD : 0);
  if (Number(request.headers['content-length'] ?? 0) > most) throw new YinzhengError('INPUT_TOO_LARGE', { limit: rules.limit });
  if (request.headers.expect !== undefined) response.writeContinue();
  const parts: { readonly name: string; readonly collector: Collector }[] = [];
  const begin = (name: string): Collector => {
    const collector = createCollector(rules);
    parts.push({ name, collector });
    return collector;
  };
  const release = (): void => parts.forEach(({ collector }) => collector.release());
  try {
    await (form ? readForm(request, { most, limit: rules.limit, files: rules.files, begin }) : readRaw(request, begin('')));
    const files = parts.map(({ name, collector }) => ({ name, bytes: collector.bytes() }));
    if (files.length === 0 || files.some(({ bytes }) => bytes.length === 0))
      throw new YinzhengError('INPUT_INVALID', { reason: bilingual('there is no file in the request', '请求中没有文件') });
    return { files, release };
  } catch (error) {
    release();
    throw error;
  }
}
