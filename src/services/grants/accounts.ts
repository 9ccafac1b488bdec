import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { findAccount, normaliseUserName } from '../access/account.ts';
import type { RecordStore } from '../storage/index.ts';

/**
 * Ids of accounts that are named by their ids or user names.
 * @throws {YinzhengError} GRANT_INVALID for one that is not there or was closed
 */
export function accountsOf(records: RecordStore, named: readonly string[]): Promise<readonly string[]> {
  return Promise.all(named.map((name) => accountOf(records, name)));
}

/**
 * Id of one account.
 * @throws {YinzhengError} GRANT_INVALID
 */
export async function accountOf(records: RecordStore, name: string): Promise<string> {
  const found = (await records.get('accounts', name)) ?? (await findAccount(records, normaliseUserName(name)));
  if (found && found.closedAt === undefined) return found._id;
  const shown = name.slice(0, 64);
  throw new YinzhengError('GRANT_INVALID', { reason: bilingual(`there is no account ${shown}`, `没有账号 ${shown}`) });
}
