import type { z } from 'zod';
import { YinzhengError } from '../../../base/errors/index.ts';
import type { CollectedItemRecord, CollectingSource } from '../../../domain/collecting/index.ts';
import { maskCode, originalFile } from '../../../domain/licence/index.ts';
import type { ItemOutcome, ReconciliationAnswer, ReturnedLicence } from '../../../services/collecting/index.ts';
import type { faultList, outcomeSchema, reconcileSchema, returnList, sourceSchema } from './schema.ts';

export function sourceView(source: CollectingSource): z.infer<typeof sourceSchema> {
  const { _id: id, name, organisation, mode, types, origin, trust, mapping, statuses, files, address } = source;
  const { state, counts, lastAt, trouble, reconciled } = source;
  return {
    ...{ id, name, organisation, mode, types: [...types], origin, trust, statuses, files, address },
    mapping: { members: { ...mapping.members }, fields: { ...mapping.fields }, dates: mapping.dates },
    ...{ state, counts, lastAt, trouble, reconciled },
  };
}

export function outcomeView({ sourceId, outcome, identifier, error }: ItemOutcome): z.infer<typeof outcomeSchema> {
  return { sourceId, outcome, identifier, error: error && told(error) };
}

export function reconciliationView({
  at,
  listed,
  present,
  missing,
  source,
  absent,
}: ReconciliationAnswer): z.infer<typeof reconcileSchema> {
  return { at, listed, present, missing, counts: source.counts, absent: absent.map((each) => ({ ...each })) };
}

/** Items with errors: what a source calls them may be a number of a holder, and is masked. */
export function faultViews(records: readonly CollectedItemRecord[]): z.infer<typeof faultList>['items'] {
  return records.flatMap(({ _id, sourceId, fault }) =>
    fault
      ? [
          {
            ...{ item: _id.slice(_id.indexOf('/') + 1), sourceIdMasked: maskCode(sourceId), version: fault.version },
            ...{ ...told(new YinzhengError(fault.code, fault.details)), at: fault.at },
          },
        ]
      : [],
  );
}

export function returnedView({ entry, licence, edition, status }: ReturnedLicence): z.infer<typeof returnList>['items'][number] {
  const { typeCode, typeName, origin, issuer, holders, collected } = licence;
  const { identifier, licenceNumber, fields, issueDate, validFrom, validTo } = edition;
  return {
    ...{ change: entry.change, at: entry.at, identifier, typeCode, typeName, origin, trust: collected?.trust ?? null },
    ...{ issuer: { code: issuer.code, name: issuer.name }, licenceNumber },
    holders: holders.map(({ name, codeType, code }) => ({ name, codeType, code })),
    ...{ fields: { ...fields }, issueDate, validFrom, validTo, status: status.status },
    sm3: originalFile(edition)?.digest ?? null,
  };
}

function told(error: YinzhengError) {
  return { code: error.code, detail: error.chinese, detailEn: error.message };
}
