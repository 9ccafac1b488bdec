/** What administrators do to accounts. Nobody does it to the own one, and nothing is done to one that is closed. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { isAdministrative, mayDo, mayGoTogether, type Actor, type StaffRole } from '../../domain/access/index.ts';
import { mayActAt } from '../../domain/organisation/index.ts';
import type { AccountRecord } from '../storage/index.ts';
import { rolesOf } from './account.ts';
import { findInScope } from '../organisations/find.ts';
import {
  changeAccount,
  changeRefused,
  checkChangeable,
  clearSessions,
  noSessions,
  type AccountChange,
  type AccountChangeDependencies,
} from './change-account.ts';
import type { CreatedAccount } from './create-account.ts';
import { INITIAL_PASSWORD_LIFE } from './passwords.ts';
import type { AccessDependencies } from './ports.ts';
import { findAccountInScope } from './reach-account.ts';
import { newPassword } from './secrets.ts';

/**
 * Gives an account these roles and no other; its sessions end, so that none goes on with what it no longer may.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED, ROLES_INCOMPATIBLE
 */
export async function changeRoles(
  deps: AccountChangeDependencies,
  actor: Actor,
  { id, roles }: { readonly id: string; readonly roles: readonly StaffRole[] },
): Promise<AccountRecord> {
  const wanted = [...new Set(roles)];
  if (!mayGoTogether(wanted)) throw new YinzhengError('ROLES_INCOMPATIBLE');
  return change(deps, { actor, id, action: 'account:authorise' }, (account) => {
    // Whoever gave the password out could otherwise sign in as an administrator.
    if (isAdministrative(wanted) && account.initialUntil !== undefined && actor.capacity !== 'operator')
      throw changeRefused(bilingual('its holder has not chosen a password yet', '持有人尚未修改初始口令'));
    const before = rolesOf(account);
    if (before.join() === wanted.join()) return null;
    return {
      fields: { role: undefined, roles: wanted, ...noSessions(account) },
      event: { kind: 'account-roles-changed', facts: { before, roles: wanted } },
    };
  });
}

/**
 * Locks an account: its sessions end and nobody signs in.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function lockAccount(deps: AccountChangeDependencies, actor: Actor, id: string): Promise<AccountRecord> {
  return change(deps, { actor, id, action: 'account:authorise' }, (account) =>
    account.disabled
      ? null
      : { fields: { disabled: true, ...noSessions(account) }, event: { kind: 'account-locked', facts: {} } },
  );
}

/**
 * Unlocks an account; sessions of before stay ended.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function unlockAccount(deps: AccountChangeDependencies, actor: Actor, id: string): Promise<AccountRecord> {
  return change(deps, { actor, id, action: 'account:authorise' }, (account) =>
    account.disabled ? { fields: { disabled: false }, event: { kind: 'account-unlocked', facts: {} } } : null,
  );
}

/**
 * Closes the account of somebody who left: its sessions end at once, it has no roles any more, and its user name is never given again.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function closeAccount(deps: AccountChangeDependencies, actor: Actor, id: string): Promise<AccountRecord> {
  return change(deps, { actor, id, action: 'account:manage' }, (account) => ({
    fields: {
      ...{ disabled: true, closedAt: isoInstant(deps.clock.now()) },
      ...{ role: undefined, roles: [], initialUntil: undefined, ...noSessions(account) },
    },
    event: { kind: 'account-closed', facts: { roles: rolesOf(account) } },
  }));
}

/**
 * Gives an account a new password, to be changed at the next sign-in; its sessions end. Passwords of administrators are reset at the
 * command line alone, or one administrator could sign in as another.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function resetPassword(
  deps: AccountChangeDependencies & Pick<AccessDependencies, 'random' | 'hasher'>,
  actor: Actor,
  id: string,
): Promise<CreatedAccount> {
  await findAccountInScope(deps.records, actor, { action: 'account:manage', id });
  const password = newPassword(deps.random);
  const passwordHash = await deps.hasher.hash(password);
  const account = await change(deps, { actor, id, action: 'account:manage' }, (known) => {
    if (isAdministrative(rolesOf(known)) && actor.capacity !== 'operator')
      throw changeRefused(
        bilingual('administrators’ passwords are reset with yinzheng account', '管理员口令须用 yinzheng account 重置'),
      );
    const initialUntil = isoInstant(deps.clock.now() + INITIAL_PASSWORD_LIFE);
    return {
      fields: { passwordHash, initialUntil, ...noSessions(known) },
      event: { kind: 'account-password-reset', facts: {} },
    };
  });
  return { account, password };
}

/**
 * Gives an account to another organisation, such as the successor of one that has ended; its sessions end, and it reaches there what its role
 * says. It has no roles until a security administrator gives them; where the actor may do that too, it keeps those it had.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED, ORGANISATION_NOT_FOUND, ORGANISATION_ENDED
 */
export async function moveAccount(
  deps: AccountChangeDependencies,
  actor: Actor,
  { id, organisation }: { readonly id: string; readonly organisation: string },
): Promise<AccountRecord> {
  const { record: next } = await findInScope(deps.records, actor, { action: 'account:manage', code: organisation });
  if (!mayActAt(next, deps.clock.now()))
    throw new YinzhengError('ORGANISATION_ENDED', { organisation, since: next.end?.lastDay ?? '' });
  return change(deps, { actor, id, action: 'account:manage' }, (account) => {
    if (account.organisation === organisation) return null;
    const before = rolesOf(account);
    const roles = mayDo(actor, 'account:authorise', organisation) ? before : [];
    return {
      fields: { organisation, role: undefined, roles, dataScope: undefined, ...noSessions(account) },
      event: { kind: 'account-moved', facts: { before: account.organisation, organisation, roles } },
    };
  });
}

async function change(
  deps: AccountChangeDependencies,
  whose: { readonly actor: Actor; readonly id: string; readonly action: 'account:manage' | 'account:authorise' },
  judge: (account: AccountRecord) => AccountChange | null,
): Promise<AccountRecord> {
  await findAccountInScope(deps.records, whose.actor, whose);
  const account = await changeAccount(deps, whose, (known) => {
    checkChangeable(known, whose.actor);
    return judge(known);
  });
  await clearSessions(deps, account);
  return account;
}
