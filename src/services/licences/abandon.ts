import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { currentEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import type { LicenceDependencies } from './ports.ts';

/**
 * Gives up a licence that cannot be made: its stamping is recorded as failed, the reservation as abandoned, and the case number is
 * free again. Identifier and code stay claimed, so that they are never given twice.
 */
export async function abandon(
  deps: LicenceDependencies,
  input: { readonly caseKey: string; readonly licence: LicenceRecord | null; readonly failure: string },
): Promise<void> {
  const { caseKey, licence, failure } = input;
  const { records } = deps.store;
  if (licence) {
    const recordedAt = isoInstant(deps.clock.now());
    const version = licence.version + 1;
    await failStamping(deps, currentEdition(licence).intent.stamping, failure);
    const { actor, purpose } = { actor: currentEdition(licence).issuedBy, purpose: currentEdition(licence).purpose };
    try {
      await records.replace('licences', {
        ...licence,
        version,
        state: 'abandoned',
        // The claim on the case number goes to the next attempt; the record keeps what it was for.
        outbox: [
          ...licence.outbox,
          {
            id: `licences/${licence._id}/${version}`,
            kind: 'licence-abandoned',
            subject: `licences/${licence._id}`,
            effectiveAt: recordedAt,
            recordedAt,
            actor,
            purpose,
            facts: { identifier: currentEdition(licence).identifier, failure },
          },
        ],
        pending: true,
      });
    } catch (error) {
      // Somebody else changed it meanwhile: published by a settlement, or abandoned already. Then the case number is theirs.
      if (isYinzhengError(error, 'VERSION_CONFLICT')) return;
      throw error;
    }
  }
  await records.remove('claims', `case:${caseKey}`);
  deps.journal.poke();
}

/** Records that a stamping failed or that its outcome is unknown. */
export async function failStamping(
  deps: Pick<LicenceDependencies, 'store' | 'clock' | 'journal'>,
  id: string,
  failure: string,
): Promise<void> {
  const { records } = deps.store;
  const stamping = await records.get('stampings', id);
  if (stamping?.state !== 'intended') return;
  const version = stamping.version + 1;
  const recordedAt = isoInstant(deps.clock.now());
  await records.replace('stampings', {
    ...stamping,
    version,
    state: failure === 'OUTCOME_UNKNOWN' ? 'outcome-unknown' : 'failed',
    failure,
    outbox: [
      {
        id: `stampings/${id}/${version}`,
        kind: 'document-stamping-failed',
        subject: stamping.subject ?? `stampings/${id}`,
        effectiveAt: stamping.signingTime,
        recordedAt,
        actor: stamping.actor,
        purpose: stamping.purpose,
        facts: { stamping: id, seal: stamping.seal, sealVersion: stamping.sealVersion, failure },
      },
    ],
    pending: true,
  });
  deps.journal.poke();
}
