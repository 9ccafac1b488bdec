import type { StaffRole } from '../../domain/access/index.ts';
import type { AccountRecord, RecordStore } from '../storage/index.ts';

/** A user name as it is kept and compared: compatibility-composed, lower case, without surrounding space. */
export function normaliseUserName(typed: string): string {
  return typed.normalize('NFKC').trim().toLowerCase();
}

/** Key of the claim that makes a user name unique. */
export function userNameClaim(userName: string): string {
  return `user-name:${userName}`;
}

/** The account of a user name, null when there is none. */
export async function findAccount(records: RecordStore, userName: string): Promise<AccountRecord | null> {
  const claim = await records.get('claims', userNameClaim(userName));
  return claim ? records.get('accounts', claim.owner) : null;
}

/** The roles of an account. */
export function rolesOf({ role, roles }: Pick<AccountRecord, 'role' | 'roles'>): readonly StaffRole[] {
  return roles ?? (role === undefined ? [] : [role]);
}

/** How an account stands: `initial` until its holder chose a password. */
export type AccountState = 'initial' | 'active' | 'locked' | 'closed';

/** How an account stands. */
export function stateOf({ closedAt, disabled, initialUntil }: AccountRecord): AccountState {
  if (closedAt !== undefined) return 'closed';
  if (disabled) return 'locked';
  return initialUntil === undefined ? 'active' : 'initial';
}
