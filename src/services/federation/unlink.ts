import type { Actor } from '../../domain/access/index.ts';
import {
  changeAccount,
  checkChangeable,
  clearSessions,
  noSessions,
  type AccountChangeDependencies,
} from '../access/change-account.ts';
import { findAccountInScope } from '../access/reach-account.ts';
import type { AccountRecord } from '../storage/index.ts';
import { identityClaim } from './enter-staff.ts';

/**
 * Takes away who an account is at the identity provider, so that it is bound anew at the next sign-in there; its sessions end.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function unlinkIdentity(deps: AccountChangeDependencies, actor: Actor, id: string): Promise<AccountRecord> {
  await findAccountInScope(deps.records, actor, { action: 'account:authorise', id });
  let former: string | undefined;
  const account = await changeAccount(deps, { actor, id }, (known) => {
    checkChangeable(known, actor);
    former = known.linked;
    if (former === undefined) return null;
    return { fields: { linked: undefined, ...noSessions(known) }, event: { kind: 'identity-unlinked', facts: {} } };
  });
  await clearSessions(deps, account);
  if (former !== undefined) await deps.records.remove('claims', identityClaim(former));
  return account;
}
