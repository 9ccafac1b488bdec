import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { EventFacts } from '../../domain/journal/index.ts';
import { MAX_PAGE, type AccountRecord } from '../storage/index.ts';
import { findAccount, normaliseUserName } from './account.ts';
import { authorise } from './authorise.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';

/** A page of accounts in the order of their ids; `next` continues it, null at the end. */
export interface AccountPage {
  readonly items: readonly AccountRecord[];
  readonly next: string | null;
}

type Reading = Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random'>;

/**
 * The accounts, closed ones too, a page at a time; names are shown, so the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAccounts(
  deps: Reading,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AccountPage> {
  authorise(actor, 'account:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const { after } = page;
  const found = await deps.records.list('accounts', { limit: limit + 1, ...(after === undefined ? {} : { after }) });
  const items = found.slice(0, limit);
  await told(deps, actor, { subject: 'accounts', facts: { count: items.length } });
  return { items, next: found.length > limit ? (items[items.length - 1]?._id ?? null) : null };
}

/**
 * One account by its id; the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND
 */
export async function getAccount(deps: Reading, actor: Actor, id: string): Promise<AccountRecord> {
  authorise(actor, 'account:read');
  const account = known(await deps.records.get('accounts', id));
  await told(deps, actor, { subject: `accounts/${account._id}`, facts: {} });
  return account;
}

/**
 * One account by its user name, however that is typed.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND
 */
export async function getAccountNamed(
  { records }: Pick<Reading, 'records'>,
  actor: Actor,
  userName: string,
): Promise<AccountRecord> {
  authorise(actor, 'account:read');
  return known(await findAccount(records, normaliseUserName(userName)));
}

function known(account: AccountRecord | null): AccountRecord {
  if (!account) throw new YinzhengError('ACCOUNT_NOT_FOUND');
  return account;
}

function told(
  deps: Reading,
  actor: Actor,
  { subject, facts }: { readonly subject: string; readonly facts: EventFacts },
): Promise<void> {
  return deps.journal.record([accessEvent(deps, { kind: 'account-read', subject, actor, facts })]);
}
