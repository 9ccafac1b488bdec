import type { Actor, StaffRole } from '../../domain/access/index.ts';
import type { AccountRecord, RecordStore, SessionRecord } from '../storage/index.ts';

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

/** The actor that an account is in a session: in the role taken there, else in the first it has. */
export function accountActor(account: AccountRecord, session: SessionRecord): Actor {
  return {
    person: account._id,
    organisation: account.organisation,
    capacity: capacityOf(account, session),
    onBehalfOf: null,
    client: 'web',
    // The id is a digest of the secret already; half of it names the session well enough.
    session: session._id.slice(0, 32),
  };
}

function capacityOf(account: AccountRecord, { role }: SessionRecord): Actor['capacity'] {
  // Whoever has not chosen a password yet may choose one, and nothing else.
  if (account.initialUntil !== undefined) return 'public';
  const roles = rolesOf(account);
  return (role !== undefined && roles.includes(role) ? role : roles[0]) ?? 'public';
}
