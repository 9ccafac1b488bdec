import { YinzhengError } from '../../base/errors/index.ts';
import type { Action, Actor } from '../../domain/access/index.ts';
import { reachOf } from '../organisations/find.ts';
import type { AccountRecord, RecordStore } from '../storage/index.ts';

/**
 * The account of an id that is within the actor's scope; another is not found, so that its existence is not told.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND
 */
export async function findAccountInScope(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { action, id }: { readonly action: Action; readonly id: string },
): Promise<AccountRecord> {
  const { includes } = await reachOf(records, actor, action);
  const account = await records.get('accounts', id);
  if (!account || !(await includes(account.organisation))) throw new YinzhengError('ACCOUNT_NOT_FOUND');
  return account;
}
