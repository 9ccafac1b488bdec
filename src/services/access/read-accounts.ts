import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { EventFacts } from '../../domain/journal/index.ts';
import { MAX_PAGE, type AccountRecord } from '../storage/index.ts';
import { findAccount, normaliseUserName } from './account.ts';
import { reachOf } from '../organisations/find.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';
import { findAccountInScope } from './reach-account.ts';

/** A page of accounts in the order of their ids; `next` continues it, null at the end. */
export interface AccountPage {
  readonly items: readonly AccountRecord[];
  readonly next: string | null;
}

type Reading = Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random'>;

/**
 * The accounts within the actor's scope, closed ones too, a page at a time; names are shown, so the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listAccounts(
  deps: Reading,
  actor: Actor,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<AccountPage> {
  const { includes } = await reachOf(deps.records, actor, 'account:read');
  const limit = Math.max(1, Math.min(page.limit, MAX_PAGE - 1));
  const found: AccountRecord[] = [];
  for (let { after } = page; found.length <= limit;) {
    const next = await deps.records.list('accounts', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    for (const account of next) if (await includes(account.organisation)) found.push(account);
    if (next.length < MAX_PAGE) break;
    after = next.at(-1)?._id;
  }
  const items = found.slice(0, limit);
  await told(deps, actor, { subject: 'accounts', facts: { count: items.length } });
  return { items, next: found.length > limit ? (items[items.length - 1]?._id ?? null) : null };
}

/**
 * One account within the actor's scope by its id; the read is recorded before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND
 */
export async function getAccount(deps: Reading, actor: Actor, id: string): Promise<AccountRecord> {
  const account = await findAccountInScope(deps.records, actor, { action: 'account:read', id });
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
  const { includes } = await reachOf(records, actor, 'account:read');
  const account = await findAccount(records, normaliseUserName(userName));
  if (!account || !(await includes(account.organisation))) throw new YinzhengError('ACCOUNT_NOT_FOUND');
  return account;
}

function told(
  deps: Reading,
  actor: Actor,
  { subject, facts }: { readonly subject: string; readonly facts: EventFacts },
): Promise<void> {
  return deps.journal.record([accessEvent(deps, { kind: 'account-read', subject, actor, facts })]);
}
