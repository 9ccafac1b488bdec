import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { currentEdition, inMaking, maskPurpose, withoutComing, type LicenceRecord } from '../../domain/licence/index.ts';
import { recordFailed, type StampingFailure } from '../stamping/outcome.ts';
import type { LicenceDependencies } from './ports.ts';

/**
 * Gives up a reserved licence that cannot be made: its stamping is recorded as failed and the licence as abandoned, by which its case
 * number is free again; of a licence whose further edition cannot be made, that edition alone is given up. Identifier and code stay claimed, so that they are never given twice.
 * @returns false when somebody else changed the licence meanwhile: then it is theirs
 */
export async function abandon(
  deps: Pick<LicenceDependencies, 'store' | 'clock' | 'journal'>,
  licence: LicenceRecord,
  failure: StampingFailure,
): Promise<boolean> {
  const { coming } = licence;
  const edition = currentEdition(inMaking(licence));
  await recordFailed(deps, edition.intent.stamping, failure);
  const recordedAt = isoInstant(deps.clock.now());
  const version = licence.version + 1;
  const subject = `licences/${licence._id}`;
  try {
    await deps.store.records.replace('licences', {
      ...(coming ? withoutComing(licence) : { ...licence, state: 'abandoned' }),
      version,
      outbox: [
        ...licence.outbox,
        {
          id: `${subject}/${version}`,
          kind: coming ? 'licence-edition-abandoned' : 'licence-abandoned',
          subject,
          effectiveAt: recordedAt,
          recordedAt,
          actor: edition.issuedBy,
          purpose: maskPurpose(edition.purpose, coming?.holders ?? licence.holders),
          facts: { identifier: edition.identifier, failure },
        },
      ],
      pending: true,
    });
  } catch (error) {
    if (isYinzhengError(error, 'VERSION_CONFLICT')) return false;
    throw error;
  }
  deps.journal.poke();
  return true;
}
