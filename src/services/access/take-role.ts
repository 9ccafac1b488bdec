import { YinzhengError } from '../../base/errors/index.ts';
import type { StaffRole } from '../../domain/access/index.ts';
import { rolesOf } from './account.ts';
import { accountActor } from './actor.ts';
import type { AuthenticatedPerson } from './authenticate.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';
import { beginSession } from './session.ts';

/**
 * Lets a person go on in another of the roles that the account has. The session goes on under a new secret, and ends when it would have.
 * @throws {YinzhengError} NOT_ALLOWED for a role that the account has not
 */
export async function takeRole(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random' | 'crypto' | 'sessionRules'>,
  { account, session: before }: AuthenticatedPerson,
  role: StaffRole,
): Promise<AuthenticatedPerson> {
  if (!rolesOf(account).includes(role)) throw new YinzhengError('NOT_ALLOWED', { action: 'session:take-role' });
  const { secret, session } = await beginSession(deps, account, { session: before, role, secondFactor: before.secondFactor });
  const actor = accountActor(account, session);
  await deps.journal.record([
    accessEvent(deps, { kind: 'role-taken', subject: `accounts/${account._id}`, actor, facts: { role } }),
  ]);
  return { kind: 'person', actor, account, session, secret };
}
