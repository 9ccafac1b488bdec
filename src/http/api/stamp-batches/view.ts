import type { z } from 'zod';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { NumberedItem, StampBatchProgress } from '../../../services/stamping/batches/index.ts';
import type { RecordedFailure } from '../../../services/storage/index.ts';
import type { batchDocumentSchema, batchSchema } from './schema.ts';

/** What the owner of a batch is told of it. */
export function batchView({ batch, ...counts }: StampBatchProgress): z.infer<typeof batchSchema> {
  const { _id: id, state, seal, certifyAs = null, purpose, bytes, stop, createdAt, startedAt, endedAt, expiresAt } = batch;
  return {
    ...{ id, state, seal, certifyAs, ...purpose, ...counts, bytes, stop: failureView(stop) },
    ...{ createdAt, startedAt, endedAt, expiresAt },
  };
}

/** What the owner of a batch is told of one of its documents. */
export function batchDocumentView({ number, key, item }: NumberedItem): z.infer<typeof batchDocumentSchema> {
  const { name, state, size, digest, stamping, result, failure } = item;
  return {
    ...{ id: key, number, name, state, size, documentDigest: digest, stamping },
    ...{ stampedDigest: result?.digestAfter ?? null, evidence: result?.evidence ?? null, signing: result?.signing ?? null },
    failure: failureView(failure),
  };
}

function failureView(failure: RecordedFailure | null): { code: string; detailEn: string; detailZh: string } | null {
  if (!failure) return null;
  const { en, zh } = new YinzhengError(failure.code, failure.details).bilingual;
  return { code: failure.code, detailEn: en, detailZh: zh };
}
