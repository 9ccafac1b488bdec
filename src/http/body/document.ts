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

/**
 * Reads one document: the raw body, or the only file of a form. At no time more than the limit is held.
 * Rejects with MEDIA_TYPE_UNSUPPORTED, INPUT_TOO_LARGE, INPUT_INVALID when there is none, SERVICE_BUSY, REQUEST_ABORTED.
 */
export async function readDocument(request: Request, response: Response, rules: UploadRules): Promise<Collector> {
  const type = mediaType(request);
  const form = type === FORM_TYPE;
  if (!form && !RAW_TYPES.some((raw) => raw === type)) {
    throw new YinzhengError('MEDIA_TYPE_UNSUPPORTED', { expected: [...RAW_TYPES, FORM_TYPE] });
  }
  refuseEncoding(request);
  const most = rules.limit + (form ? FORM_OVERHEAD : 0);
  if (Number(request.headers['content-length'] ?? 0) > most) throw new YinzhengError('INPUT_TOO_LARGE', { limit: rules.limit });
  if (request.headers.expect !== undefined) response.writeContinue();
  const collector = createCollector(rules);
  try {
    await (form ? readForm(request, collector, { most, limit: rules.limit }) : readRaw(request, collector));
    if (collector.bytes().length === 0)
      throw new YinzhengError('INPUT_INVALID', { reason: bilingual('there is no file in the request', '请求中没有文件') });
    return collector;
  } catch (error) {
    collector.release();
    throw error;
  }
}
