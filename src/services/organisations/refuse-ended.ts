import { YinzhengError } from '../../base/errors/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';

/**
 * Refuses what only an organisation may do that has not ended: issuing, sealing, signing, being given seals and keys.
 * @throws {YinzhengError} ORGANISATION_ENDED
 */
export function refuseEnded({ _id: organisation, end }: OrganisationRecord): void {
  if (end) throw new YinzhengError('ORGANISATION_ENDED', { organisation, since: end.lastDay });
}
