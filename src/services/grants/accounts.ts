import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { mayDo } from '../../domain/access/index.ts';
import { findAccount, normaliseUserName, rolesOf } from '../access/account.ts';
import type { AccountRecord, RecordStore } from '../storage/index.ts';

/**
 * Ids of accounts that are named by their ids or user names.
 * @throws {YinzhengError} GRANT_INVALID for one that is not there or was closed
 */
export function accountsOf(records: RecordStore, named: readonly string[]): Promise<readonly string[]> {
  return Promise.all(named.map((name) => accountOf(records, name)));
}

/**
 * Ids of accounts that are to approve the uses of an organisation's seals: each can.
 * @throws {YinzhengError} GRANT_INVALID
 */
export function approversOf(records: RecordStore, organisation: string, named: readonly string[]): Promise<readonly string[]> {
  return Promise.all(named.map((name) => approverOf(records, organisation, name)));
}

/**
 * Id of an account that is to approve the uses of an organisation's seals; null for any organisation. It has a role that does, as applications would
 * wait for somebody who cannot decide them otherwise.
 * @throws {YinzhengError} GRANT_INVALID
 */
export async function approverOf(records: RecordStore, organisation: string | null, name: string): Promise<string> {
  const account = await namedAccount(records, name);
  if (!account || account.closedAt !== undefined) throw unknownAccount(name);
  const home = account.organisation;
  const as = { person: account._id, organisation: home, onBehalfOf: null, client: 'web', session: null };
  const isAble = rolesOf(account).some((capacity) => mayDo({ ...as, capacity }, 'seal-use:approve', organisation ?? home));
  if (isAble) return account._id;
  const { userName } = account;
  const reason = bilingual(
    `${userName} has no role that approves uses of the organisation’s seals`,
    `账号 ${userName} 没有审批本机构用章的角色`,
  );
  throw new YinzhengError('GRANT_INVALID', { reason });
}

/**
 * Id of one account.
 * @throws {YinzhengError} GRANT_INVALID
 */
export async function accountOf(records: RecordStore, name: string): Promise<string> {
  const found = await namedAccount(records, name);
  if (found && found.closedAt === undefined) return found._id;
  throw unknownAccount(name);
}

/**
 * Id of an account, of somebody who left as well.
 * @throws {YinzhengError} GRANT_INVALID
 */
export async function accountEvenClosed(records: RecordStore, name: string): Promise<string> {
  const found = await namedAccount(records, name);
  if (found) return found._id;
  throw unknownAccount(name);
}

async function namedAccount(records: RecordStore, name: string): Promise<AccountRecord | null> {
  return (await records.get('accounts', name)) ?? (await findAccount(records, normaliseUserName(name)));
}

function unknownAccount(name: string): YinzhengError {
  const shown = name.slice(0, 64);
  return new YinzhengError('GRANT_INVALID', { reason: bilingual(`there is no account ${shown}`, `没有账号 ${shown}`) });
}
