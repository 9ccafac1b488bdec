/** What follows from the record of a system. */
import type { Instant } from '../../base/time.ts';
import { SYSTEM_ACTIONS, type Action } from '../access/index.ts';
import type { ClientActor, ClientKey, ClientRecord, ClientState, ClientTerms } from './model.ts';

/** How a system stands at an instant. */
export function clientState({ closedAt, blocked, authorised }: ClientRecord, now: Instant): ClientState {
  if (closedAt !== undefined) return 'closed';
  if (blocked) return 'blocked';
  if (authorised === null) return 'asked';
  return authorised.validUntil !== null && now >= Date.parse(authorised.validUntil) ? 'expired' : 'active';
}

/** Whether a key is taken at an instant: authorised, not ended, within its term. */
export function isKeyTaken({ authorisedAt, endedAt, from, until }: ClientKey, now: Instant): boolean {
  if (authorisedAt === null || endedAt !== null) return false;
  return now >= Date.parse(from) && (until === null || now < Date.parse(until));
}

/** Whether something waits for a security administrator: other terms than are in force, or a key. */
export function awaitsAuthorisation({ asked, authorised, keys }: Pick<ClientRecord, 'asked' | 'authorised' | 'keys'>): boolean {
  return authorised === null || !sameTerms(asked, authorised) || keys.some(isWaiting);
}

/** Whether a key waits for a security administrator. */
export function isWaiting({ authorisedAt, endedAt }: ClientKey): boolean {
  return authorisedAt === null && endedAt === null;
}

/** Whether both say the same. */
export function sameTerms(left: ClientTerms, right: ClientTerms): boolean {
  const { scopes, ...rest } = left;
  return (
    scopes.join() === right.scopes.join() &&
    rest.perMinute === right.perMinute &&
    rest.perDay === right.perDay &&
    rest.validUntil === right.validUntil &&
    JSON.stringify(rest.sharing ?? null) === JSON.stringify(right.sharing ?? null)
  );
}

/** Whether a text is the name of an action that a system can have at all. */
export function isScope(text: string): text is Action {
  return (SYSTEM_ACTIONS as readonly string[]).includes(text);
}

/** The actor that a system is, within some of its scopes. */
export function clientActor({ _id, organisation }: ClientRecord, scopes: readonly Action[]): ClientActor {
  return { person: null, organisation, capacity: 'system', onBehalfOf: null, client: _id, session: null, scopes };
}
