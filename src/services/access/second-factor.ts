/** The second factor: enrolling an authenticator, and proving that one has it. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { utf8, toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { NO_OWNER, type AccountRecord, type SecondFactor } from '../storage/index.ts';
import { accountActor } from './actor.ts';
import type { AttemptRule } from './attempts.ts';
import type { AuthenticatedPerson } from './authenticate.ts';
import { findAccountInScope } from './reach-account.ts';
import { changeAccount, changeRefused, checkChangeable, clearSessions, noSessions } from './change-account.ts';
import { newDevice } from './device.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';
import { newPassword } from './secrets.ts';
import { beginSession } from './session.ts';
import type { SignedIn } from './sign-in.ts';
import { checkRequirement } from './standing.ts';
import { base32, matchingStep, provisioningUri, TOTP_SECRET_BYTES } from './totp.ts';

/** What is put into an authenticator, shown this once. */
export interface Enrolment {
  /** Base32. */
  readonly secret: string;
  /** The same for a QR code. */
  readonly uri: string;
}

/** Tries of codes: of a million, three are right at any time. */
const CODE_RULE: AttemptRule = { free: 5, wait: 60_000, longest: 60 * 60_000 };
const RECOVERY_CODES = 10;

/**
 * Begins to enrol an authenticator; one that was begun before is forgotten.
 * @throws {YinzhengError} ACCOUNT_CHANGE_REFUSED when there is one already, PASSWORD_CHANGE_REQUIRED
 */
export async function enrolSecondFactor(deps: AccessDependencies, person: AuthenticatedPerson): Promise<Enrolment> {
  checkRequirement(person, ['second-factor-enrolment']);
  const { _id: id, userName, organisation } = person.account;
  const secret = deps.random.bytes(TOTP_SECRET_BYTES);
  const kept = await deps.blobs.keep(secret, { owner: organisation ?? NO_OWNER });
  let former: string | undefined;
  await changeAccount(deps, { actor: person.actor, id }, (known) => {
    if (known.secondFactor?.confirmed) throw changeRefused(bilingual('it has an authenticator', '账号已绑定身份验证器'));
    former = known.secondFactor?.blob;
    return { fields: { secondFactor: { ...kept, confirmed: false, lastStep: 0, recovery: [] } }, event: null };
  });
  if (former !== undefined) await deps.blobs.remove(former);
  return { secret: base32(secret), uri: provisioningUri(secret, userName) };
}

/**
 * Ends the enrolment by a first code: gives the recovery codes, shown this once. The session goes on under a new secret, all others end.
 * @throws {YinzhengError} SECOND_FACTOR_REFUSED, ACCOUNT_CHANGE_REFUSED when none was begun, RATE_LIMITED
 */
export async function confirmSecondFactor(
  deps: AccessDependencies,
  person: AuthenticatedPerson,
  code: string,
): Promise<{ readonly person: AuthenticatedPerson; readonly recoveryCodes: readonly string[] }> {
  checkRequirement(person, ['second-factor-enrolment']);
  const begun = person.account.secondFactor;
  if (!begun || begun.confirmed) throw changeRefused(bilingual('no authenticator is being enrolled', '没有待绑定的身份验证器'));
  const lastStep = await judged(deps, person, () => step(deps, begun, code));
  const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () => newPassword(deps.random));
  const recovery = recoveryCodes.map((text) => recoveryDigest(deps, text));
  const account = await changeAccount(deps, { actor: person.actor, id: person.account._id }, (known) => {
    if (known.secondFactor?.blob !== begun.blob || known.secondFactor.confirmed) throw new YinzhengError('SECOND_FACTOR_REFUSED');
    return {
      fields: { secondFactor: { ...begun, confirmed: true, lastStep, recovery }, ...noSessions(known) },
      event: { kind: 'second-factor-enrolled', facts: {} },
    };
  });
  await clearSessions(deps, account);
  return { person: await goOn(deps, person, account), recoveryCodes };
}

/**
 * Proves the second factor in a session by a code of the authenticator or a recovery code, each good once. The session goes on under a
 * new secret.
 * @throws {YinzhengError} SECOND_FACTOR_REFUSED, RATE_LIMITED
 */
export async function proveSecondFactor(deps: AccessDependencies, person: AuthenticatedPerson, code: string): Promise<SignedIn> {
  const { _id: id, secondFactor: factor } = person.account;
  if (!factor?.confirmed) throw new YinzhengError('SECOND_FACTOR_REFUSED');
  const digest = recoveryDigest(deps, code);
  const isRecovery = factor.recovery.includes(digest);
  const lastStep = await judged(deps, person, () => (isRecovery ? Promise.resolve(factor.lastStep) : step(deps, factor, code)));
  const account = await changeAccount(deps, { actor: person.actor, id }, (known) => {
    const now = known.secondFactor;
    // The same code in two requests at once: whoever comes second is judged by what the first left.
    const isUsed = isRecovery ? now?.recovery.includes(digest) !== true : now === undefined || now.lastStep >= lastStep;
    if (known.disabled || now?.blob !== factor.blob || isUsed) throw new YinzhengError('SECOND_FACTOR_REFUSED');
    const recovery = now.recovery.filter((left) => left !== digest);
    return {
      fields: { secondFactor: { ...now, recovery, lastStep: Math.max(lastStep, now.lastStep) } },
      event: { kind: 'second-factor-used', facts: { recovery: isRecovery, recoveryCodesLeft: recovery.length } },
    };
  });
  return { ...(await goOn(deps, person, account)), device: newDevice(deps, account) };
}

/**
 * Takes the authenticator of somebody who lost it away; his sessions end, and where his role needs one he enrols another.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function removeSecondFactor(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'blobs'>,
  actor: Actor,
  id: string,
): Promise<AccountRecord> {
  await findAccountInScope(deps.records, actor, { action: 'account:authorise', id });
  let former: string | undefined;
  const account = await changeAccount(deps, { actor, id }, (known) => {
    checkChangeable(known, actor);
    former = known.secondFactor?.blob;
    if (former === undefined) return null;
    return {
      fields: { secondFactor: undefined, ...noSessions(known) },
      event: { kind: 'second-factor-removed', facts: {} },
    };
  });
  await clearSessions(deps, account);
  if (former !== undefined) await deps.blobs.remove(former);
  return account;
}

async function step(deps: AccessDependencies, { blob, key, lastStep }: SecondFactor, code: string): Promise<number | null> {
  return matchingStep(await deps.blobs.get(blob, key), code, { now: deps.clock.now(), lastStep });
}

/** What a judgement found, counted as a failure until it found something. */
async function judged(
  deps: AccessDependencies,
  { account, actor, session }: AuthenticatedPerson,
  judge: () => Promise<number | null>,
): Promise<number> {
  // Who has the password alone fails elsewhere, and does not keep the holder out on the devices that are his.
  const key = `second-factor\n${account._id}\n${session.device ?? ''}`;
  await deps.attempts.begin(key, CODE_RULE, deps.clock.now());
  const found = await judge();
  if (found === null) {
    const subject = `accounts/${account._id}`;
    await deps.journal.record([accessEvent(deps, { kind: 'second-factor-refused', subject, actor, facts: {} })]);
    throw new YinzhengError('SECOND_FACTOR_REFUSED');
  }
  await deps.attempts.clear(key);
  return found;
}

async function goOn(
  deps: AccessDependencies,
  { session: before }: AuthenticatedPerson,
  account: AccountRecord,
): Promise<AuthenticatedPerson> {
  const { secret, session } = await beginSession(deps, account, {
    session: before,
    secondFactor: true,
    provedAt: isoInstant(deps.clock.now()),
  });
  return { kind: 'person', actor: accountActor(account, session), account, session, secret };
}

function recoveryDigest({ crypto }: Pick<AccessDependencies, 'crypto'>, typed: string): string {
  return toHex(crypto.digest('sm3', utf8(typed.trim().toLowerCase())));
}
