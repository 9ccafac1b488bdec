import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { MAX_PAGE, type AccountRecord, type RecordStore } from '../storage/index.ts';
import { findAccount, normaliseUserName } from './account.ts';
import { authorise } from './authorise.ts';

/** A page of accounts in the order of their ids; `next` continues it, null at the end. */
export interface AccountPage {
  readonly items: readonly AccountRecord[];
  readonly next: string | null;
}

/**
 * The accounts, closed ones too, a page at a time.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAccounts(
  records: RecordStore,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AccountPage> {
  authorise(actor, 'account:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const { after } = page;
  const found = await records.list('accounts', { limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items[items.length - 1]?._id ?? null) : null };
}

/**
 * One account by its id.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND
 */
export async function getAccount(records: RecordStore, actor: Actor, id: string): Promise<AccountRecord> {
  authorise(actor, 'account:read');
  return known(await records.get('accounts', id));
}

/**
 * One account by its user name, however that is typed.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND
 */
export async function getAccountNamed(records: RecordStore, actor: Actor, userName: string): Promise<AccountRecord> {
  authorise(actor, 'account:read');
  return known(await findAccount(records, normaliseUserName(userName)));
}

function known(account: AccountRecord | null): AccountRecord {
  if (!account) throw new YinzhengError('ACCOUNT_NOT_FOUND');
  return account;
}
