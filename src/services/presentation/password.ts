/** The presentation password (亮证口令) of a holder: asked before a licence is shown or shared, wrong ones counted. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { checkPresentationPassword } from '../../domain/presentation/index.ts';
import type { HolderRecord } from '../../domain/holder/index.ts';
import { authorise, type AttemptRule, type AuthenticatedHolder } from '../access/index.ts';
import { changeRecord, recordEvent } from '../holders/change.ts';
import { identify } from '../holders/known.ts';
import type { HolderDependencies, KnownHolder } from '../holders/ports.ts';
import { randomId } from '../licences/random.ts';

/** Wrong passwords of one holder, over all his sessions. */
export const PASSWORD_RULE: AttemptRule = { free: 5, wait: 60_000, longest: 3_600_000 };
/** Who signed in so short a time ago may choose another without the present one, which he may have forgotten, ms. */
export const FRESH_SIGN_IN = 600_000;

/** Whether a holder has chosen one, and when, ISO 8601. */
export interface PasswordState {
  readonly setAt: string | null;
}

/**
 * Whether the holder has a presentation password.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function presentationPasswordState(deps: HolderDependencies, who: AuthenticatedHolder): Promise<PasswordState> {
  authorise(who.actor, 'holding:read');
  const { record } = await identify(deps, who);
  return { setAt: record.password?.setAt ?? null };
}

/**
 * Chooses a presentation password. The present one is asked for, unless there is none or the holder signed in a short time ago.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID, PRESENTATION_PASSWORD_REFUSED, RATE_LIMITED
 */
export async function setPresentationPassword(
  deps: HolderDependencies,
  who: AuthenticatedHolder,
  { next, present }: { readonly next: string; readonly present: string | null },
): Promise<PasswordState> {
  authorise(who.actor, 'holding:present');
  const known = await identify(deps, who);
  const { record, signedInAt } = known;
  checkPresentationPassword(next, record);
  const fresh = deps.clock.now() - signedInAt < FRESH_SIGN_IN;
  if (record.password !== null && (present !== null || !fresh)) await checkPassword(deps, known, present ?? '');
  const hash = await deps.hasher.hash(next);
  const setAt = isoInstant(deps.clock.now());
  await changeHolder(deps, known, () => ({
    fields: { password: { hash, setAt } },
    event: { kind: 'presentation-password-set', facts: { replaced: record.password !== null } },
  }));
  await deps.attempts.clear(attemptKey(record));
  return { setAt };
}

/**
 * Refuses who does not give the presentation password of the holder who acts. A wrong one is in the journal.
 * @throws {YinzhengError} PRESENTATION_PASSWORD_MISSING before one was chosen, PRESENTATION_PASSWORD_REFUSED, RATE_LIMITED
 */
export async function checkPassword(deps: HolderDependencies, known: KnownHolder, password: string): Promise<void> {
  const { record, actor } = known;
  if (record.password === null) throw new YinzhengError('PRESENTATION_PASSWORD_MISSING');
  await deps.attempts.begin(attemptKey(record), PASSWORD_RULE, deps.clock.now());
  if (await deps.hasher.verify(record.password.hash, password)) {
    await deps.attempts.clear(attemptKey(record));
    return;
  }
  const told = { collection: 'holders', id: record._id, version: 0, actor, now: deps.clock.now() } as const;
  const event = recordEvent(told, { kind: 'presentation-password-refused', facts: {} });
  await deps.journal.record([{ ...event, id: `reads/${randomId(deps.random)}` }]);
  throw new YinzhengError('PRESENTATION_PASSWORD_REFUSED');
}

function attemptKey({ _id }: HolderRecord): string {
  return `presentation-password\n${_id}`;
}

function changeHolder(
  deps: HolderDependencies,
  { record, actor }: KnownHolder,
  judge: Parameters<typeof changeRecord<'holders'>>[2],
): Promise<HolderRecord> {
  return changeRecord(deps, { collection: 'holders', id: record._id, actor, missing: 'NOT_SIGNED_IN' }, judge);
}
