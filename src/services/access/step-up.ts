/** Step-up: acts that ask for a second factor that was proved a short time ago, and not only at some time in the session. */
import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { AccountRecord, SessionRecord } from '../storage/index.ts';
import type { Authenticated } from './authenticate.ts';
import type { AccessDependencies } from './ports.ts';

/** How long ago it may be, ms. */
export const STEP_UP_AGE = 300_000;

/**
 * Refuses an act of somebody who has not proved the second factor a short time ago. Accounts of the demonstration need none; systems and
 * who has the machine have none to prove.
 * @throws {YinzhengError} STEP_UP_REQUIRED, SECOND_FACTOR_ENROLMENT_REQUIRED when he has no authenticator
 */
export function checkStepUp(who: Authenticated, { clock }: Pick<AccessDependencies, 'clock'>, age: number = STEP_UP_AGE): void {
  if (who.kind === 'system') return;
  if (who.kind === 'holder') throw new YinzhengError('STEP_UP_REQUIRED');
  checkProof(who, clock.now(), age);
}

/**
 * The same for use cases that know the actor alone: his session is looked up.
 * @throws {YinzhengError} STEP_UP_REQUIRED, also when the session is over; SECOND_FACTOR_ENROLMENT_REQUIRED
 */
export async function checkActorStepUp(
  { records, clock }: Pick<AccessDependencies, 'records' | 'clock'>,
  { person, capacity, session: name }: Actor,
  age: number = STEP_UP_AGE,
): Promise<void> {
  if (capacity === 'system' || capacity === 'operator') return;
  if (person === null || name === null) throw new YinzhengError('STEP_UP_REQUIRED');
  // The public part of a session is the beginning of its id.
  const [session] = await records.list('sessions', { after: name, limit: 1 });
  const account = session?._id.startsWith(name) && session.account === person ? await records.get('accounts', person) : null;
  if (!session || !account) throw new YinzhengError('STEP_UP_REQUIRED');
  checkProof({ account, session }, clock.now(), age);
}

function checkProof(
  { account, session }: { readonly account: AccountRecord; readonly session: SessionRecord },
  now: number,
  age: number,
): void {
  if (account.secondFactor?.confirmed !== true) {
    if (account.demonstration) return;
    throw new YinzhengError('SECOND_FACTOR_ENROLMENT_REQUIRED');
  }
  const { provedAt } = session;
  if (provedAt === undefined || now - Date.parse(provedAt) >= age) throw new YinzhengError('STEP_UP_REQUIRED');
}
