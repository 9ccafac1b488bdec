import { YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { CertifyingForm } from '../../../domain/signature/index.ts';
import type { LicenceDependencies } from '../../licences/ports.ts';
import { randomId } from '../../licences/random.ts';
import { custodyKey } from '../../seals/usable-version.ts';
import type { StampBatchRecord } from '../../storage/index.ts';
import { holderOf } from '../drafts.ts';
import { findCertifier } from '../prepare.ts';
import { findSeal } from '../stamp.ts';
import { meantPlace, type WantedPlace } from '../wanted-place.ts';
import { KEPT_FOR, MOST_KEPT, type StampOrder } from './model.ts';

/** What a batch is begun with: how each of its documents is to be stamped that says nothing else. */
export interface NewStampBatch extends Omit<StampOrder, 'place'> {
  readonly place: WantedPlace;
  /** Whether less than all evidence (SES-LT) makes a document fail. */
  readonly requireEvidence?: boolean;
  /** Id of the approval of its documents, where the grant asks for one. */
  readonly approval?: string | undefined;
  /** Form in which a key of the seal's owner certifies each document before its seal follows and locks it; the seal alone when absent. */
  readonly certifyAs?: CertifyingForm | undefined;
}

/**
 * Begins a batch; documents are added to it, and then it is started.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, SEAL_CERTIFICATE_REVOKED, SEAL_USE_REFUSED, SEAL_KEY_ELSEWHERE,
 * DEMONSTRATION_REFUSED, STAMP_BATCHES_OPEN, LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, PLACE_NOT_FOUND, PLACE_AMBIGUOUS; with `certifyAs` also SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function createStampBatch(
  deps: LicenceDependencies,
  actor: Actor,
  { seal, place: wanted, purpose, requireEvidence = false, approval, certifyAs }: NewStampBatch,
): Promise<StampBatchRecord> {
  const { records } = deps.store;
  const found = await findSeal(deps, actor, { code: seal, purpose, approval, digest: '' });
  custodyKey(found.version);
  if (certifyAs !== undefined) await findCertifier(deps, { ...found, actor, form: certifyAs });
  const place = await meantPlace(deps, actor, wanted);
  const holder = holderOf(actor);
  const kept = await records.count('stamp-batches', { index: 'keptFor', equals: holder });
  if (kept >= MOST_KEPT) throw new YinzhengError('STAMP_BATCHES_OPEN', { limit: MOST_KEPT });
  const now = deps.clock.now();
  const batch: StampBatchRecord = {
    ...{ _id: randomId(deps.random), schema: 1, version: 1, state: 'open', holder, keptFor: holder, actor },
    ...{ seal, place, purpose, requireEvidence, members: [], bytes: 0, counts: null, stop: null },
    ...{ createdAt: isoInstant(now), startedAt: null, endedAt: null, expiresAt: isoInstant(now + KEPT_FOR) },
    ...{ outbox: [], pending: false },
    ...(approval !== undefined && { approval }),
    ...(certifyAs !== undefined && { certifyAs }),
  };
  await records.insert('stamp-batches', batch);
  return batch;
}
