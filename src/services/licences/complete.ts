import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { finishLicence, prepareLicence } from '../../documents/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentEdition, type LicenceEdition, type LicenceFile, type LicenceRecord } from '../../domain/licence/index.ts';
import type { StampingRecord } from '../storage/index.ts';
import { faceValues } from './face.ts';
import type { LicenceDependencies } from './ports.ts';
import type { IssuingMaterial } from './reserve.ts';

/**
 * Makes the sealed file of a reserved licence, stores it and publishes the licence: sign → result → publish. Nothing is returned
 * before all of it is durable.
 * @throws {YinzhengError} GLYPH_MISSING, TEXT_DOES_NOT_FIT and what custody and the store throw
 */
export async function complete(
  deps: LicenceDependencies,
  licence: LicenceRecord,
  material: IssuingMaterial,
): Promise<LicenceRecord> {
  const edition = currentEdition(licence);
  const prepared = prepareLicence(deps.engine, {
    template: material.type.template,
    templateKey: `${material.type._id}/${material.type.typeVersion}`,
    values: faceValues(material.type, licence, edition),
    qrText: `${deps.publicUrl}/v/${edition.verificationCode}`,
    title: `${licence.typeName} ${edition.licenceNumber}`,
    issuer: licence.issuer.name,
    seal: { record: material.seal, version: material.sealVersion },
    signingTime: Date.parse(edition.intent.signingTime),
    identifier: edition.identifier,
  });
  const signature = await deps.signer.sign({
    keyId: material.sealVersion.keyId,
    purpose: 'seal-signature',
    tbs: prepared.tbs,
    authorisation: {
      actor: edition.issuedBy.person ?? edition.issuedBy.client,
      reference: `stampings/${edition.intent.stamping}`,
    },
  });
  const file = finishLicence(prepared, signature);
  const digest = toHex(deps.engine.crypto.digest('sm3', file));
  const blob = await deps.store.blobs.put(file);
  const recordedAt = isoInstant(deps.clock.now());
  await recordStamped(deps, edition, { digestBefore: toHex(prepared.dataHash), digestAfter: digest, recordedAt });
  return publish(deps, licence, edition, { format: 'pdf', role: 'original', digest, size: file.length, blob, recordedAt });
}

async function recordStamped(
  deps: LicenceDependencies,
  edition: LicenceEdition,
  result: { readonly digestBefore: string; readonly digestAfter: string; readonly recordedAt: string },
): Promise<void> {
  const { records } = deps.store;
  const intended = await records.get('stampings', edition.intent.stamping);
  if (!intended) throw new YinzhengError('STAMPING_UNKNOWN', { stamping: edition.intent.stamping });
  await records.replace('stampings', stampingDone(intended, result));
}

/** The stamping record with its result and the event that tells the journal. */
export function stampingDone(
  intended: StampingRecord,
  result: { readonly digestBefore: string; readonly digestAfter: string; readonly recordedAt: string },
): StampingRecord {
  const version = intended.version + 1;
  const event: DomainEvent = {
    id: `stampings/${intended._id}/${version}`,
    kind: 'document-stamped',
    subject: intended.subject ?? `stampings/${intended._id}`,
    effectiveAt: intended.signingTime,
    recordedAt: result.recordedAt,
    actor: intended.actor,
    purpose: intended.purpose,
    facts: {
      stamping: intended._id,
      seal: intended.seal,
      sealVersion: intended.sealVersion,
      digestBefore: result.digestBefore,
      digestAfter: result.digestAfter,
    },
  };
  return {
    ...intended,
    version,
    state: 'done',
    digestBefore: result.digestBefore,
    digestAfter: result.digestAfter,
    outbox: [event],
    pending: true,
  };
}

async function publish(
  deps: LicenceDependencies,
  licence: LicenceRecord,
  edition: LicenceEdition,
  file: LicenceFile,
): Promise<LicenceRecord> {
  const version = licence.version + 1;
  const event: DomainEvent = {
    id: `licences/${licence._id}/${version}`,
    kind: 'licence-issued',
    subject: `licences/${licence._id}`,
    effectiveAt: edition.intent.signingTime,
    recordedAt: file.recordedAt,
    actor: edition.issuedBy,
    purpose: edition.purpose,
    facts: {
      identifier: edition.identifier,
      type: licence.typeCode,
      edition: edition.number,
      digest: file.digest,
      origin: licence.origin,
    },
  };
  const published: LicenceRecord = {
    ...licence,
    version,
    state: 'published',
    editions: [...licence.editions.slice(0, -1), { ...edition, files: [...edition.files, file] }],
    outbox: [...licence.outbox, event],
    pending: true,
  };
  try {
    await deps.store.records.replace('licences', published);
  } catch (error) {
    // Another process that settled the same reservation was first: what it published is the licence.
    const current = isYinzhengError(error, 'VERSION_CONFLICT') ? await deps.store.records.get('licences', licence._id) : null;
    if (current?.state !== 'published') throw error;
    return current;
  }
  deps.journal.poke();
  return published;
}
