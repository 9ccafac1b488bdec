import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { statusOf, type StatusAnswer } from '../../domain/licence/index.ts';
import { momentsOf, type Moment } from './moment.ts';
import { findForActor, type FoundLicence } from './find.ts';
import type { LicenceDependencies } from './ports.ts';
import { readEvent } from './read-event.ts';
import { markUsed } from './used.ts';

/** A licence with its status at a moment. */
export interface LicenceAnswer extends FoundLicence {
  readonly status: StatusAnswer;
}

/**
 * One licence of the actor's organisation, whole; the read is recorded with its purpose before it is answered.
 * @throws {YinzhengError} LICENCE_NOT_FOUND, NOT_ALLOWED, IDENTIFIER_INVALID
 */
export async function getLicence(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock' | 'random'>,
  actor: Actor,
  input: Moment & { readonly identifier: string; readonly purpose: Purpose | null },
): Promise<LicenceAnswer> {
  const now = deps.clock.now();
  const found = await findForActor(deps.store.records, { actor, action: 'licence:read', identifier: input.identifier, now });
  if (actor.organisation !== found.licence.issuer.code) await markUsed(deps, found.licence, found.edition);
  await deps.journal.record([
    readEvent(deps, { actor, purpose: input.purpose, licence: found.licence, at: isoInstant(now), what: 'data' }),
  ]);
  return { ...found, status: statusOf(found.licence, found.edition, momentsOf(input, now)) };
}
