import { fromBase64, toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentEdition, originalFile, type LicenceFile, type LicenceRecord } from '../../domain/licence/index.ts';
import { parseSeal } from '../../ses/index.ts';
import { SERVER_ACTOR, type Clock, type JournalDesk } from '../platform.ts';
import type { Store } from '../storage/index.ts';
import type { EvidenceDependencies } from './ports.ts';
import { addEvidence, type SealCertificates } from './take.ts';

/** What adding evidence afterwards takes. */
export interface PendingDependencies {
  readonly store: Store;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly evidence: EvidenceDependencies;
}

/** What a round did: licences that have their evidence now, those that still wait, and since when the oldest of them does. */
export interface PendingRound {
  readonly completed: number;
  readonly waiting: number;
  /** ISO 8601; null when none waits. */
  readonly oldest: string | null;
}

const SOURCES = ['TIME_STAMP_UNAVAILABLE', 'TIME_STAMP_REFUSED', 'REVOCATION_UNAVAILABLE'] as const;
/** Licences of one round; those left over are met by the next. */
const AT_MOST = 200;

/**
 * Gives licences the evidence that was not to be had when they were sealed: a new file of the same edition, in which the earlier one is
 * whole; both stay in the register. The first source that is still not to be had ends the round. Rejects with STORE_UNAVAILABLE.
 */
export async function completePendingEvidence(deps: PendingDependencies): Promise<PendingRound> {
  const waiting = await deps.store.records.find('licences', { index: 'evidencePending', equals: true, limit: AT_MOST });
  const left: string[] = [];
  let sources: 'at hand' | 'missing' = 'at hand';
  for (const licence of waiting) {
    const outcome = sources === 'missing' ? 'missing' : await completeOne(deps, licence);
    if (outcome === 'missing') sources = 'missing';
    if (outcome !== 'completed') left.push(currentEdition(licence).intent.signingTime);
  }
  return { completed: waiting.length - left.length, waiting: left.length, oldest: left.sort()[0] ?? null };
}

/** `missing`: a source is not to be had, for nobody. */
async function completeOne(deps: PendingDependencies, licence: LicenceRecord): Promise<'completed' | 'left' | 'missing'> {
  const edition = currentEdition(licence);
  const file = originalFile(edition);
  if (!file) return 'left';
  try {
    const added = await addEvidence(deps.evidence, {
      document: await deps.store.blobs.get(file.blob),
      token: null,
      certificates: await certificatesOf(deps, licence),
      unique: `${licence._id}/${edition.number}/${edition.files.length}`,
    });
    const blob = await deps.store.blobs.put(added.bytes, added.sm3);
    const recordedAt = isoInstant(deps.clock.now());
    await publish(deps, licence, {
      ...{ format: file.format, role: 'original', digest: toHex(added.sm3), size: added.bytes.length },
      ...{ blob, evidence: 'SES-LT', recordedAt },
    });
    return 'completed';
  } catch (error) {
    if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    // Somebody else changed the licence, or has completed it: the next round sees how it stands.
    if (isYinzhengError(error, 'VERSION_CONFLICT')) return 'left';
    deps.evidence.onError(error);
    return isYinzhengError(error, ...SOURCES) ? 'missing' : 'left';
  }
}

async function certificatesOf({ store }: PendingDependencies, licence: LicenceRecord): Promise<SealCertificates> {
  const { seal, sealVersion } = currentEdition(licence).intent;
  const record = await store.records.get('seals', seal);
  const version = record?.versions.find(({ number }) => number === sealVersion);
  if (!version) throw new YinzhengError('SEAL_NOT_FOUND');
  return { signer: fromBase64(version.certificate), maker: parseSeal(fromBase64(version.seal)).makerCertificate };
}

async function publish({ store, journal }: PendingDependencies, licence: LicenceRecord, file: LicenceFile): Promise<void> {
  const edition = currentEdition(licence);
  const version = licence.version + 1;
  const event: DomainEvent = {
    id: `licences/${licence._id}/${version}`,
    kind: 'licence-evidence-added',
    subject: `licences/${licence._id}`,
    effectiveAt: file.recordedAt,
    recordedAt: file.recordedAt,
    actor: SERVER_ACTOR,
    purpose: null,
    facts: { identifier: edition.identifier, edition: edition.number, digest: file.digest, level: file.evidence ?? null },
  };
  await store.records.replace('licences', {
    ...{ ...licence, version, evidencePending: false },
    editions: [...licence.editions.slice(0, -1), { ...edition, files: [...edition.files, file] }],
    ...{ outbox: [...licence.outbox, event], pending: true },
  });
  journal.poke();
}
