import { YinzhengError } from '../../base/errors/index.ts';
import { findAccount, normaliseUserName } from './account.ts';
import { accountActor } from './actor.ts';
import type { AttemptRule } from './attempts.ts';
import type { AuthenticatedPerson } from './authenticate.ts';
import { accessEvent, PUBLIC_ACTOR } from './event.ts';
import type { AccessDependencies } from './ports.ts';
import { beginSession, endSession } from './session.ts';

/** What is given at sign-in. `previous` is the secret of a session that the browser still has: it ends. */
export interface SignInInput {
  readonly userName: string;
  readonly password: string;
  /** Network address of the caller, for limits only; it is not recorded. */
  readonly address: string;
  readonly previous: string | null;
}

const MINUTE = 60_000;
/** Tries of the password of an account. */
export const ACCOUNT_RULE: AttemptRule = { free: 5, wait: MINUTE, longest: 15 * MINUTE };
const ADDRESS_RULE: AttemptRule = { free: 20, wait: MINUTE, longest: 15 * MINUTE };

/**
 * Signs a person in under a new session. A wrong name, a wrong or overdue password and a disabled account look the same and take the same time.
 * @throws {YinzhengError} SIGN_IN_REFUSED, RATE_LIMITED, DEMONSTRATION_REFUSED
 */
export async function signIn(deps: AccessDependencies, input: SignInInput): Promise<AuthenticatedPerson> {
  const userName = normaliseUserName(input.userName);
  const byAccount = `account:${userName}`;
  const byAddress = `address:${input.address}`;
  const now = deps.clock.now();
  deps.attempts.begin(byAddress, ADDRESS_RULE, now);
  deps.attempts.begin(byAccount, ACCOUNT_RULE, now);
  const account = await findAccount(deps.records, userName);
  const right = await deps.hasher.verify(account?.passwordHash ?? null, input.password);
  const isOverdue = account?.initialUntil !== undefined && now >= Date.parse(account.initialUntil);
  if (!account || !right || account.disabled || isOverdue) {
    const reason = !account ? 'unknown' : !right ? 'password' : isOverdue ? 'password-overdue' : 'disabled';
    await deps.journal.record([
      accessEvent(deps, {
        kind: 'sign-in-refused',
        subject: account ? `accounts/${account._id}` : 'accounts',
        actor: PUBLIC_ACTOR,
        facts: { reason },
      }),
    ]);
    throw new YinzhengError('SIGN_IN_REFUSED');
  }
  deps.attempts.clear(byAccount);
  deps.attempts.excuse(byAddress);
  if (account.demonstration && !deps.demonstration) {
    throw new YinzhengError('DEMONSTRATION_REFUSED');
  }
  await endSession(deps, input.previous);
  const { secret, session } = await beginSession(deps, account);
  const actor = accountActor(account, session);
  await deps.journal.record([accessEvent(deps, { kind: 'signed-in', subject: `accounts/${account._id}`, actor, facts: {} })]);
  return { kind: 'person', actor, account, session, secret };
}
