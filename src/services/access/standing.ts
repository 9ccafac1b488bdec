import { needSecondFactor } from '../../domain/access/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { AccountRecord, SessionRecord } from '../storage/index.ts';
import { rolesOf } from './account.ts';

/** What a person has to do before anything else is allowed. */
export type Requirement = 'second-factor' | 'password-change' | 'second-factor-enrolment';

/** What has to be done in a session before anything else is allowed; null for nothing. Accounts of the demonstration need no second factor. */
export function requirementOf(
  account: AccountRecord,
  session: Pick<SessionRecord, 'secondFactor' | 'identity'>,
): Requirement | null {
  const isEnrolled = account.secondFactor?.confirmed === true;
  if (isEnrolled && session.secondFactor !== true) return 'second-factor';
  // Who came from an identity provider has no use for the password.
  if (account.initialUntil !== undefined && session.identity === undefined) return 'password-change';
  if (!isEnrolled && needSecondFactor(rolesOf(account)) && !account.demonstration) return 'second-factor-enrolment';
  return null;
}

/** The error that tells of a requirement. */
export function requirementError(requirement: Requirement): YinzhengError {
  if (requirement === 'second-factor') return new YinzhengError('SECOND_FACTOR_REQUIRED');
  return new YinzhengError(requirement === 'password-change' ? 'PASSWORD_CHANGE_REQUIRED' : 'SECOND_FACTOR_ENROLMENT_REQUIRED');
}

/**
 * Refuses what a session must not do before what is required of it.
 * @throws {YinzhengError} SECOND_FACTOR_REQUIRED, PASSWORD_CHANGE_REQUIRED, SECOND_FACTOR_ENROLMENT_REQUIRED
 */
export function checkRequirement(
  { account, session }: { readonly account: AccountRecord; readonly session: SessionRecord },
  allowed: readonly Requirement[] = [],
): void {
  const requirement = requirementOf(account, session);
  if (requirement !== null && !allowed.includes(requirement)) throw requirementError(requirement);
}
