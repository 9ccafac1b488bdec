import type { z } from 'zod';
import type { SeenUse } from '../../../services/uses/index.ts';
import { csvTable } from '../../../services/stamping/log/index.ts';
import type { useSchema } from './schema.ts';

type UseView = z.infer<typeof useSchema>;

export function useView({ use, user }: SeenUse): UseView {
  const { _id, kind, at, purpose, licence, result, fields, objections, sequence, hash } = use;
  return {
    ...{ id: _id, kind, at, user: { ...user }, result, fields: [...fields] },
    purpose: purpose && { item: purpose.item, cause: purpose.cause, caseNumber: purpose.caseNumber },
    licence: licence && { identifier: licence.identifier, typeName: licence.typeName },
    objections: objections.map(({ reason, at: since }) => ({ reason, at: since })),
    journal: { sequence, hash },
  };
}

const COLUMNS = [
  ...(['id', 'at', 'kind', 'user', 'organisation', 'official', 'item', 'cause', 'caseNumber'] as const),
  ...(['licence', 'type', 'result', 'fields', 'objections', 'journalSequence', 'journalHash'] as const),
] as const;

/** Uses as CSV, a line each. */
export function usesCsv(uses: readonly UseView[]): string {
  return csvTable(
    COLUMNS,
    uses.map(({ id, at, kind, user, purpose, licence, result, fields, objections, journal }) => ({
      ...{ id, at, kind, user: user.kind, organisation: user.organisation ?? '', official: user.nameMasked ?? '' },
      ...{ item: purpose?.item ?? '', cause: purpose?.cause ?? '', caseNumber: purpose?.caseNumber ?? '' },
      ...{ licence: licence?.identifier ?? '', type: licence?.typeName ?? '', result: result ?? '', fields: fields.join(' ') },
      ...{ objections: objections.map(({ reason }) => reason).join(' | '), journalSequence: String(journal.sequence) },
      journalHash: journal.hash,
    })),
  );
}
