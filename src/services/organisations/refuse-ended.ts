import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { hasEndedAt, type OrganisationRecord } from '../../domain/organisation/index.ts';

/**
 * Refuses what only an organisation may do that has not ended: issuing, sealing, signing, being given seals and keys. An end that was planned
 * refuses from the end of its last day, whether or not it was carried out by then.
 * @throws {YinzhengError} ORGANISATION_ENDED
 */
export function refuseEnded({ _id: organisation, end }: Pick<OrganisationRecord, '_id' | 'end'>, now: Instant): void {
  if (end && hasEndedAt({ end }, now)) throw new YinzhengError('ORGANISATION_ENDED', { organisation, since: end.lastDay });
}
