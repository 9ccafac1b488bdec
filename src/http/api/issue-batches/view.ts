import type { z } from 'zod';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { IssueBatchRecord } from '../../../services/storage/index.ts';
import type { issueBatchSchema } from './schema.ts';

/** A batch, and how far it is; no row of it. */
export function issueBatchView(batch: IssueBatchRecord): z.infer<typeof issueBatchSchema> {
  const { _id: id, organisation, typeCode, name, state, purpose, maker, starter, rows, counts, fault } = batch;
  const { createdAt, startedAt, endedAt, expiresAt } = batch;
  return {
    ...{ id, organisation, typeCode, name, state, item: purpose.item, cause: purpose.cause },
    ...{ maker: maker.person ?? maker.client, starter: starter ? (starter.person ?? starter.client) : null },
    ...{ rows, ...counts, fault: faultView(fault) },
    ...{ createdAt, startedAt, endedAt, expiresAt },
  };
}

function faultView(fault: IssueBatchRecord['fault']): z.infer<typeof issueBatchSchema>['fault'] {
  if (!fault) return null;
  const { en, zh } = new YinzhengError(fault.code, fault.details).bilingual;
  return { code: fault.code, detailEn: en, detailZh: zh };
}
