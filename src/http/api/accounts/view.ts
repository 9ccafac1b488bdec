import type { z } from 'zod';
import { rolesOf, stateOf } from '../../../services/access/index.ts';
import type { AccountRecord } from '../../../services/storage/index.ts';
import type { accountSchema } from './schema.ts';

/** An account as administrators are shown it. */
export function accountView(record: AccountRecord): z.infer<typeof accountSchema> {
  const { _id: id, userName, displayName, organisation, demonstration } = record;
  const secondFactor = record.secondFactor?.confirmed === true;
  const roles = [...rolesOf(record)];
  return {
    id,
    userName,
    displayName,
    organisation,
    roles,
    dataScope: record.dataScope ?? null,
    state: stateOf(record),
    secondFactor,
    linked: record.linked !== undefined,
    demonstration,
  };
}
