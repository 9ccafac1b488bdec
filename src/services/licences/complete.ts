import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import {
  paintLicence,
  prepareLicence,
  type LicenceInput,
  type LicencePainting,
  type PaintedLicence,
  type PreparedDocument,
} from '../../documents/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { currentEdition, inMaking, maskPurpose, type LicenceFile, type LicenceRecord } from '../../domain/licence/index.ts';
import { prove, timeStampRoom } from '../evidence/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { signAsKnown } from '../pki/index.ts';
import { certifyForSeal, type SealingOfCertified } from '../signing/index.ts';
import { doneWrites, recordDone } from '../stamping/outcome.ts';
import type { RecordWrite } from '../storage/index.ts';
import { faceContent } from './face.ts';
import type { LicenceDependencies } from './ports.ts';
import { type GrantedMaterial, type IssuingMaterial } from './material.ts';
import { withReviewMonth } from './review.ts';
import type { UsableType } from '../licence-types/index.ts';
import { custodyKey, keyOfSeal } from '../seals/usable-version.ts';

/** A licence's face, with its seal prepared, or still to be certified by another key before. */
export type PreparedFace =
  | { readonly kind: 'to-seal'; readonly prepared: PreparedDocument }
  | { readonly kind: 'to-certify'; readonly painted: PaintedLicence };

/**
 * Paints a reserved licence's face, its QR code with the signed claim, and prepares its seal, unless another key certifies it first.
 * @throws {YinzhengError} GLYPH_MISSING, TEXT_DOES_NOT_FIT, TEMPLATE_INVALID, and as the signer does
 */
export async function prepareFace(
  deps: Pick<LicenceDependencies, 'engine' | 'evidence' | 'publicUrl' | 'claims'>,
  licence: LicenceRecord,
  material: IssuingMaterial,
): Promise<PreparedFace> {
  const edition = currentEdition(licence);
  const claim = (await deps.claims?.address(licence, edition)) ?? null;
  const input = licenceInput(deps, licence, { material, qrText: claim ?? `${deps.publicUrl}/v/${edition.verificationCode}` });
  return material.certifier
    ? { kind: 'to-certify', painted: paintLicence(deps.engine, input) }
    : { kind: 'to-seal', prepared: prepareLicence(deps.engine, input) };
}

/** What the face of a licence is painted from, and its seal prepared with. */
export function licenceInput(
  { evidence }: Pick<LicenceDependencies, 'evidence'>,
  licence: LicenceRecord,
  { material, qrText }: { readonly material: IssuingMaterial; readonly qrText: string },
): LicenceInput {
  return {
    ...paintingOf(licence, { usable: material, qrText }),
    seal: { record: material.seal, version: material.sealVersion },
    timeStampSize: timeStampRoom(evidence),
  };
}

/** What the face of a licence, its current edition, is painted from. */
export function paintingOf(
  licence: LicenceRecord,
  { usable, qrText }: { readonly usable: UsableType; readonly qrText: string },
): LicencePainting {
  const edition = currentEdition(licence);
  return {
    template: usable.face,
    templateKey: usable.faceKey,
    ...faceContent(usable.type, licence, edition),
    qrText,
    title: `${licence.typeName} ${edition.licenceNumber}`,
    issuer: licence.issuer.name,
    signingTime: Date.parse(edition.intent.signingTime),
    identifier: edition.identifier,
  };
}

/**
 * Seals a reserved licence, or the edition of one that is being made, whose intent is written, certified by another key before where its type says so, stores the file and publishes the licence: sign → result → publish. Nothing is
 * returned before all of it is durable. What others wrote to a published licence meanwhile stays.
 * @throws {YinzhengError} VERSION_CONFLICT when somebody else settles the licence, SEAL_NOT_IN_USE when the key has another certificate than the seal lists, and what custody and the store throw
 */
export async function complete(
  deps: LicenceDependencies,
  input: { readonly licence: LicenceRecord; readonly material: GrantedMaterial; readonly prepared: PreparedFace },
): Promise<LicenceRecord> {
  const { licence: stored, material } = input;
  const licence = inMaking(stored);
  const edition = currentEdition(licence);
  const { stamping } = edition.intent;
  const { prepared, besides } = await readyForSeal(deps, { ...input, licence });
  const { sealVersion, use, by } = material;
  const who = by?.actor ?? edition.issuedBy;
  const authorisation = { actor: who.person ?? who.client, reference: `stampings/${stamping}`, use };
  const request = { keyId: custodyKey(sealVersion), purpose: 'seal-signature', tbs: prepared.tbs, authorisation } as const;
  const signature = await signAsKnown(deps, request, keyOfSeal(sealVersion));
  const { file, level, proofEnds } = await prove(deps.evidence, {
    ...{ prepared, signature, besides },
    unique: `${licence._id}/${stamping}`,
  });
  if (level !== 'SES-LT' && material.type.evidence === 'require') throw new YinzhengError('EVIDENCE_UNAVAILABLE');
  const digest = toHex(file.sm3);
  const kept = await deps.store.blobs.keep(file.bytes, { owner: licence.issuer.code, sm3: file.sm3 });
  const recordedAt = isoInstant(deps.clock.now());
  const original: LicenceFile = {
    ...{ format: 'pdf', role: 'original', digest, size: file.bytes.length, ...kept, recordedAt },
    evidence: level,
  };
  const published = (current: LicenceRecord): LicenceRecord =>
    publishedWith(deps, { ...current, ...(proofEnds !== null && { proofEnds: isoInstant(proofEnds) }) }, original, by);
  return publish(
    deps,
    { licence: stored, published, again: by !== undefined },
    { stamping, digestBefore: toHex(prepared.dataHash), digestAfter: digest },
  );
}

async function readyForSeal(
  deps: LicenceDependencies,
  { licence, material, prepared: face }: Parameters<typeof complete>[1],
): Promise<Pick<SealingOfCertified, 'prepared' | 'besides'>> {
  if (face.kind === 'to-seal') return { prepared: face.prepared, besides: [] };
  const { certifier, seal, sealVersion } = material;
  if (!certifier) throw new YinzhengError('SIGNATURE_KEY_MISSING', { organisation: licence.issuer.code, form: 'pades' });
  const { intent, issuedBy: actor, purpose: stated } = currentEdition(licence);
  const purpose = maskPurpose(stated, licence.holders);
  const { bytes, place } = face.painted;
  return certifyForSeal(deps, {
    ...{
      ...certifier,
      document: bytes,
      places: { place },
      actor,
      purpose,
      digestBefore: toHex(deps.engine.crypto.digest('sm3', bytes)),
    },
    ...{ organisation: licence.issuer.code, subject: `licences/${licence._id}`, signingTime: Date.parse(intent.signingTime) },
    kind: `licence:${licence.typeCode}`,
    ...{ seal: { record: seal, version: sealVersion }, unique: `stampings/${intent.stamping}` },
  });
}

/** The licence with its file, published, the version after the one given. */
function publishedWith(
  deps: Pick<LicenceDependencies, 'evidence' | 'journal'>,
  stored: LicenceRecord,
  file: LicenceFile,
  by: GrantedMaterial['by'],
): LicenceRecord {
  const version = stored.version + 1;
  const licence = inMaking(stored);
  const edition = currentEdition(licence);
  const event: DomainEvent = {
    id: `licences/${licence._id}/${version}`,
    kind: by ? 'licence-resealed' : edition.act ? 'licence-edition-issued' : 'licence-issued',
    subject: `licences/${licence._id}`,
    effectiveAt: edition.intent.signingTime,
    recordedAt: file.recordedAt,
    actor: by?.actor ?? edition.issuedBy,
    purpose: maskPurpose(by?.purpose ?? edition.purpose, licence.holders),
    facts: {
      identifier: edition.identifier,
      type: licence.typeCode,
      edition: edition.number,
      ...(edition.madeBy && { makers: edition.madeBy }),
      ...(edition.act && { act: edition.act.kind, documentNumber: edition.act.documentNumber }),
      digest: file.digest,
      origin: licence.origin,
      ...{ issueDate: edition.issueDate, validFrom: edition.validFrom, validTo: edition.validTo },
      ...personsTold(deps.journal, licence.holders),
    },
  };
  return withReviewMonth({
    ...licence,
    version,
    state: 'published',
    editions: [...licence.editions.slice(0, -1), { ...edition, files: [...edition.files, file] }],
    ...(deps.evidence !== null && { evidencePending: file.evidence !== 'SES-LT' }),
    outbox: [...licence.outbox, event],
    pending: true,
  });
}

/** A licence as it was stored, how it is published, and whether it was before and is sealed anew. */
interface Publishing {
  readonly licence: LicenceRecord;
  readonly published: (current: LicenceRecord) => LicenceRecord;
  readonly again: boolean;
}

const ATTEMPTS = 5;

/** Writes that the stamping is done, then the licence. */
async function publish(
  deps: LicenceDependencies,
  { licence, published, again }: Publishing,
  { stamping, ...digests }: { readonly stamping: string; readonly digestBefore: string; readonly digestAfter: string },
): Promise<LicenceRecord> {
  const { records } = deps.store;
  const replacing = (record: LicenceRecord): RecordWrite => ({ kind: 'replace', collection: 'licences', record });
  let next = published(licence);
  try {
    await records.write([...(await doneWrites(deps, stamping, digests)), replacing(next)]);
  } catch (error) {
    if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
    // Somebody else wrote one of them: the stamping is done all the same, and the licence is what who settled it first published, or, of
    // one that others may write to meanwhile, what they wrote with this edition.
    await recordDone(deps, stamping, digests);
    for (let attempt = 1; ; attempt++) {
      const current = await records.get('licences', licence._id);
      const ours = current !== null && currentEdition(inMaking(current)).intent.stamping === stamping;
      const waits = ours && (current.state === 'reserved' || current.coming !== undefined || again);
      if (current?.state === 'published' && !waits) return current;
      next = published(waits ? current : licence);
      try {
        await records.write([replacing(next)]);
        break;
      } catch (fault) {
        if (!waits || attempt >= ATTEMPTS || !isYinzhengError(fault, 'VERSION_CONFLICT')) throw fault;
      }
    }
  }
  deps.journal.poke();
  return next;
}
