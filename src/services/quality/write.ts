import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { QualityRecord } from '../../domain/quality/index.ts';
import type { RecordStore } from '../storage/index.ts';

/** What changes in findings, and what the journal is told. */
export interface QualityChange {
  readonly fields: Omit<QualityRecord, '_id' | 'schema' | 'version' | 'outbox' | 'pending'>;
  readonly kind: Extract<DomainEvent['kind'], 'quality-found' | 'quality-resolved' | 'quality-handled'>;
  readonly actor: Actor;
  readonly now: number;
}

/**
 * Writes findings of a licence with their event, in one write.
 * @throws {YinzhengError} VERSION_CONFLICT, ALREADY_EXISTS when somebody else wrote them meanwhile
 */
export async function writeFindings(
  records: Pick<RecordStore, 'insert' | 'replace'>,
  { id, known }: { readonly id: string; readonly known: QualityRecord | null },
  { fields, kind, actor, now }: QualityChange,
): Promise<QualityRecord> {
  const version = (known?.version ?? 0) + 1;
  const at = isoInstant(now);
  const event: DomainEvent = {
    ...{
      id: `quality-findings/${id}/${version}`,
      kind,
      subject: `quality-findings/${id}`,
      effectiveAt: at,
      recordedAt: at,
      actor,
    },
    purpose: null,
    facts: {
      ...{ licence: id, identifier: fields.identifier, type: fields.typeCode, how: fields.handled?.how ?? null },
      rules: [...new Set(fields.findings.map(({ rule }) => rule))],
    },
  };
  const record: QualityRecord = {
    ...{ _id: id, schema: 1, version, ...fields },
    ...{ outbox: [...(known?.outbox ?? []), event], pending: true },
  };
  await (known ? records.replace('quality-findings', record) : records.insert('quality-findings', record));
  return record;
}
