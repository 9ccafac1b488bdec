import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { accountActor } from './actor.ts';
import type { AuthenticatedPerson } from './authenticate.ts';
import { changeAccount, changeRefused, clearSessions, noSessions } from './change-account.ts';
import { checkPassword } from './passwords.ts';
import type { AccessDependencies } from './ports.ts';
import { beginSession } from './session.ts';
import { ACCOUNT_RULE } from './guard-sign-in.ts';
import { checkRequirement } from './standing.ts';

/**
 * Changes the own password. All sessions of the account end; the one it is changed in goes on under a new secret.
 * @throws {YinzhengError} PASSWORD_REFUSED when the present one is wrong, SECOND_FACTOR_REQUIRED, RATE_LIMITED, INPUT_INVALID, ACCOUNT_CHANGE_REFUSED
 */
export async function changePassword(
  deps: AccessDependencies,
  person: AuthenticatedPerson,
  { present, next }: { readonly present: string; readonly next: string },
): Promise<AuthenticatedPerson> {
  checkRequirement(person, ['password-change', 'second-factor-enrolment']);
  checkPassword(next);
  const { _id: id, passwordHash } = person.account;
  // Whoever found a session left open must not guess on with it, nor keep its holder from signing in.
  const key = `password\n${id}`;
  await deps.attempts.begin(key, ACCOUNT_RULE, deps.clock.now());
  if (!(await deps.hasher.verify(passwordHash, present))) throw new YinzhengError('PASSWORD_REFUSED');
  await deps.attempts.clear(key);
  if (present.normalize('NFC') === next.normalize('NFC'))
    throw changeRefused(bilingual('the new password is the present one', '新口令与原口令相同'));
  const hash = await deps.hasher.hash(next);
  const account = await changeAccount(deps, { actor: person.actor, id }, (known) => {
    // Locked, or its password reset, in the meantime.
    if (known.disabled || known.passwordHash !== passwordHash) throw new YinzhengError('NOT_SIGNED_IN');
    return {
      fields: { passwordHash: hash, initialUntil: undefined, ...noSessions(known) },
      event: { kind: 'account-password-changed', facts: {} },
    };
  });
  await clearSessions(deps, account);
  const { secret, session } = await beginSession(deps, account, {
    session: person.session,
    secondFactor: person.session.secondFactor,
  });
  return { kind: 'person', actor: accountActor(account, session), account, session, secret };
}
