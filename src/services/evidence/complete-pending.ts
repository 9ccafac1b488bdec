import { fromBase64, toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentEdition, originalFile, type LicenceFile, type LicenceRecord } from '../../domain/licence/index.ts';
import { parseSeal } from '../../ses/index.ts';
import { SERVER_ACTOR, type Clock, type JournalDesk } from '../platform.ts';
import { MAX_PAGE, type Store } from '../storage/index.ts';
import type { EvidenceDependencies } from './ports.ts';
import { addEvidence } from './take.ts';

/** Errors of time stamp authorities. */
export const TIME_STAMP_FAULTS = ['TIME_STAMP_UNAVAILABLE', 'TIME_STAMP_REFUSED', 'TIME_STAMP_WRONG'] as const;

/** What adding evidence afterwards takes. */
export interface PendingDependencies {
  readonly store: Store;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly evidence: EvidenceDependencies;
}

/**
 * What came of one licence. `no time stamp`: nobody gets one now; `no answer`: nobody answers for the certificates of its seal; `left`:
 * it could not be completed for a reason of its own.
 */
export type Completion = 'completed' | 'no time stamp' | 'no answer' | 'left';

/**
 * Gives a licence the evidence that was not to be had when it was sealed: a new file of the same edition, in which the earlier one is
 * whole; both stay in the register. Why it could not be done is told to the evidence's `onError`. Rejects with STORE_UNAVAILABLE.
 */
export async function completeLicence(deps: PendingDependencies, licence: LicenceRecord): Promise<Completion> {
  const edition = currentEdition(licence);
  try {
    const file = originalFile(edition);
    if (!file) throw new YinzhengError('BLOB_NOT_FOUND');
    const added = await addEvidence(deps.evidence, {
      document: await deps.store.blobs.get(file.blob, file.key),
      token: null,
      ...(await certificatesOf(deps, licence)),
      unique: `${licence._id}/${edition.number}/${edition.files.length}`,
    });
    const kept = await deps.store.blobs.keep(added.bytes, { owner: licence.issuer.code, sm3: added.sm3 });
    const recordedAt = isoInstant(deps.clock.now());
    const { proofEnds } = added;
    await publishFile(deps, licence, {
      kind: 'licence-evidence-added',
      proofEnds,
      file: {
        ...{ format: file.format, role: 'original', digest: toHex(added.sm3), size: added.bytes.length },
        ...{ ...kept, evidence: 'SES-LT', recordedAt },
      },
    });
    return 'completed';
  } catch (error) {
    if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    // Somebody else changed the licence, or has completed it: the next round sees how it stands.
    if (isYinzhengError(error, 'VERSION_CONFLICT')) return 'left';
    deps.evidence.onError(error);
    if (isYinzhengError(error, ...TIME_STAMP_FAULTS)) return 'no time stamp';
    return isYinzhengError(error, 'REVOCATION_UNAVAILABLE') ? 'no answer' : 'left';
  }
}

/** Those of the seal, and of the key that certified the licence before it, where one did. */
async function certificatesOf(
  { store }: PendingDependencies,
  licence: LicenceRecord,
): Promise<{ readonly certificates: readonly Uint8Array[]; readonly known: readonly Uint8Array[] }> {
  const { seal, sealVersion } = currentEdition(licence).intent;
  const record = await store.records.get('seals', seal);
  const version = record?.versions.find(({ number }) => number === sealVersion);
  if (!version) throw new YinzhengError('SEAL_NOT_FOUND');
  const signings = await store.records.find('signings', { index: 'subject', equals: `licences/${licence._id}`, limit: MAX_PAGE });
  const known = signings.filter(({ state }) => state === 'done').map(({ certificate }) => fromBase64(certificate));
  const { makerCertificate } = parseSeal(fromBase64(version.seal));
  return { certificates: [fromBase64(version.certificate), makerCertificate, ...known], known };
}

/** A new file of a licence's current edition, in which the one before is whole. Rejects with VERSION_CONFLICT, STORE_UNAVAILABLE. */
export async function publishFile(
  { store, journal }: PendingDependencies,
  licence: LicenceRecord,
  {
    kind,
    file,
    proofEnds,
  }: {
    readonly kind: 'licence-evidence-added' | 'licence-evidence-renewed';
    readonly file: LicenceFile;
    readonly proofEnds: Instant | null;
  },
): Promise<void> {
  const edition = currentEdition(licence);
  const version = licence.version + 1;
  const event: DomainEvent = {
    id: `licences/${licence._id}/${version}`,
    kind,
    subject: `licences/${licence._id}`,
    effectiveAt: file.recordedAt,
    recordedAt: file.recordedAt,
    actor: SERVER_ACTOR,
    purpose: null,
    facts: { identifier: edition.identifier, edition: edition.number, digest: file.digest, level: file.evidence ?? null },
  };
  await store.records.replace('licences', {
    ...{ ...licence, version, evidencePending: false, ...(proofEnds !== null && { proofEnds: isoInstant(proofEnds) }) },
    editions: [...licence.editions.slice(0, -1), { ...edition, files: [...edition.files, file] }],
    ...{ outbox: [...licence.outbox, event], pending: true },
  });
  journal.poke();
}
