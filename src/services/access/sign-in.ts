import { YinzhengError } from '../../base/errors/index.ts';
import { findAccount, normaliseUserName } from './account.ts';
import { accountActor } from './actor.ts';
import type { AuthenticatedPerson } from './authenticate.ts';
import { knownDevice, newDevice } from './device.ts';
import { accessEvent, PUBLIC_ACTOR } from './event.ts';
import { beginTries } from './guard-sign-in.ts';
import { organisationLetsIn } from './organisation.ts';
import type { AccessDependencies } from './ports.ts';
import { beginSession, endSession } from './session.ts';
import { requirementOf } from './standing.ts';

/** What is given at sign-in. `previous` is the secret of a session that the browser still has: it ends. */
export interface SignInInput {
  readonly userName: string;
  readonly password: string;
  /** Network address of the caller, for limits; recorded is a keyed digest of it alone. */
  readonly address: string;
  readonly previous: string | null;
  /** What the device was given when somebody signed in on it before; null or absent: nothing. */
  readonly device?: string | null;
}

/** A person signed in, and what the device is given to be known again; null while the second factor is not proved. */
export interface SignedIn extends AuthenticatedPerson {
  readonly device: string | null;
}

/**
 * Signs a person in under a new session. A wrong name, a wrong or overdue password, a disabled account and one whose
 * organisation has ended look the same and take the same time.
 * @throws {YinzhengError} SIGN_IN_REFUSED, RATE_LIMITED, DEMONSTRATION_REFUSED
 */
export async function signIn(deps: AccessDependencies, input: SignInInput): Promise<SignedIn> {
  const userName = normaliseUserName(input.userName);
  const now = deps.clock.now();
  const from = deps.addressPseudonym ? { from: deps.addressPseudonym(input.address) } : {};
  const account = await findAccount(deps.records, userName);
  const device = account && knownDevice(account, input.device ?? null, now);
  const tries = await beginTries(deps, { userName, address: input.address, device });
  const right = await deps.hasher.verify(account?.passwordHash ?? null, input.password);
  const isOverdue = account?.initialUntil !== undefined && now >= Date.parse(account.initialUntil);
  const hasLeft = account !== null && !(await organisationLetsIn(deps, account));
  if (!account || !right || account.disabled || isOverdue || hasLeft) {
    const standing = account?.disabled === true ? 'disabled' : 'organisation-ended';
    const reason = !account ? 'unknown' : !right ? 'password' : isOverdue ? 'password-overdue' : standing;
    await deps.journal.record([
      accessEvent(deps, {
        kind: 'sign-in-refused',
        subject: account ? `accounts/${account._id}` : 'accounts',
        actor: PUBLIC_ACTOR,
        facts: { reason, ...from },
      }),
    ]);
    throw new YinzhengError('SIGN_IN_REFUSED');
  }
  await tries.succeed();
  if (account.demonstration && !deps.demonstration) {
    throw new YinzhengError('DEMONSTRATION_REFUSED');
  }
  await endSession(deps, input.previous);
  const { secret, session } = await beginSession(deps, account, device === null ? null : { device });
  const actor = accountActor(account, session);
  await deps.journal.record([accessEvent(deps, { kind: 'signed-in', subject: `accounts/${account._id}`, actor, facts: from })]);
  const isHolder = requirementOf(account, session) !== 'second-factor';
  return { kind: 'person', actor, account, session, secret, device: isHolder ? newDevice(deps, account) : null };
}
