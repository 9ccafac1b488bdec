import { bilingual, isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import type { OrganisationRecord } from '../../../domain/organisation/index.ts';
import { faceTitle, showsName, type SealApplication, type SealRecord } from '../../../domain/seal/index.ts';
import { isDemonstrationCertificate } from '../../../pki/index.ts';
import { parseSeal, type Seal } from '../../../ses/index.ts';
import { refuseEnded, whenDue } from '../../organisations/index.ts';
import { makeSeal, sealMakerIn, type CertifiedKey } from '../../pki/index.ts';
import { newSealRecord, newSealVersion, sealMade } from '../register-seal.ts';
import { allotCode } from './code.ts';
import { faceOfApplication, faceOfSeal, type SealFace } from './face.ts';
import type { SealMakingDependencies } from './ports.ts';
import { authorisationOf, requestForApplication, signerOfApplication, type SealSigner } from './signer.ts';
import { checkApplicationStep, findApplication, noteProgress, takeApplicationStep } from './write.ts';

/** An approved application whose seal is to be made. */
export interface MakingOrder {
  readonly id: string;
  /** Certificate of another CA for the key in custody, DER; null while there is none, and where none is needed. */
  readonly certificate: Uint8Array | null;
  readonly purpose: Purpose;
}

const ATTEMPTS = 5;

/**
 * Makes the seal of an approved application: key pair in custody, certificate, face and SESeal, entered into the register as made and not
 * filed yet. Where another CA certifies the key, the application gets the request first, and this is called again with the certificate. Cut
 * off, it goes on where it was: no second code, key or version comes of it.
 * @throws {YinzhengError} SEAL_APPLICATION_NOT_FOUND, SEAL_APPLICATION_REFUSED, NOT_ALLOWED, ORGANISATION_ENDED, SEAL_FACE_INVALID, GLYPH_MISSING,
 * INPUT_INVALID, SEAL_KEY_ELSEWHERE, and as custody and the store do
 */
export async function makeAppliedSeal(
  deps: SealMakingDependencies,
  actor: Actor,
  { id, certificate, purpose }: MakingOrder,
): Promise<SealApplication> {
  const found = await findApplication(deps.records, actor, { action: 'seal:make', id });
  checkApplicationStep(found, 'make', actor);
  const recorded = await deps.records.get('organisations', found.owner);
  if (!recorded) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: found.owner });
  refuseEnded(recorded, deps.clock.now());
  const owner = await underItsName(deps, { application: found, owner: whenDue(recorded, deps.clock.now()) });
  const maker = await sealMakerIn(deps.custody, deps.clock.now());
  if (!maker) throw noMaker();
  const application = await withCode(deps, actor, { application: found, owner });
  const record = await deps.records.get('seals', application.seal);
  if (record?.versions.some((version) => version.application === id) !== true) {
    const face = await drawnFace(deps, { application, owner, record, maker });
    const question = { application, owner, certificate };
    const signer = await signerOfApplication(deps, actor, question);
    if (signer === null) {
      const request = application.request ?? (await requestForApplication(deps, actor, question));
      return takeApplicationStep(deps, actor, {
        id,
        action: 'seal:make',
        step: 'ask-certificate',
        purpose,
        fields: () => ({ request }),
      });
    }
    await enter(deps, actor, { application, owner, maker, signer, face });
  }
  const made = await deps.records.get('seals', application.seal);
  const version = made?.versions.find((one) => one.application === id);
  const fields = () => ({ certificate: version?.certificate ?? null });
  return takeApplicationStep(deps, actor, { id, action: 'seal:make', step: 'make', purpose, fields });
}

/** The owner by the name that the seal shows: a certificate for one in a name that is to come has that name. */
async function underItsName(
  { records }: Pick<SealMakingDependencies, 'records'>,
  { application: { face, seal }, owner }: { readonly application: SealApplication; readonly owner: OrganisationRecord },
): Promise<OrganisationRecord> {
  const { name, nextName } = owner;
  if (!nextName) return owner;
  const made = face === null && seal !== null ? await records.get('seals', seal) : null;
  const shown = face === null ? made : { kind: face.kind, name: faceTitle(face) };
  return shown && showsName(shown, nextName.name, [name]) ? { ...owner, name: nextName.name } : owner;
}

async function withCode(
  deps: SealMakingDependencies,
  actor: Actor,
  { application, owner }: { readonly application: SealApplication; readonly owner: OrganisationRecord },
): Promise<SealApplication & { readonly seal: string }> {
  if (application.seal !== null) return { ...application, seal: application.seal };
  const seal = await allotCode(deps.records, { area: owner.areaCode, at: isoInstant(deps.clock.now()) });
  return { ...(await noteProgress(deps, actor, { id: application._id, fields: { seal } })), seal };
}

async function drawnFace(
  deps: SealMakingDependencies,
  work: {
    readonly application: SealApplication & { readonly seal: string };
    readonly owner: OrganisationRecord;
    readonly record: SealRecord | null;
    readonly maker: CertifiedKey;
  },
): Promise<SealFace> {
  const { application, owner, record, maker } = work;
  if (application.face === null) {
    if (!record) throw new YinzhengError('SEAL_NOT_FOUND');
    return faceOfSeal(record);
  }
  if (record) throw new YinzhengError('ALREADY_EXISTS', { key: application.seal });
  const isMarked = isDemonstrationCertificate(maker.certificate);
  return faceOfApplication(deps, { face: application.face, code: application.seal, owner, isMarked });
}

/** Signs the seal and enters it into the register. */
async function enter(
  deps: SealMakingDependencies,
  actor: Actor,
  made: {
    readonly application: SealApplication & { readonly seal: string };
    readonly owner: OrganisationRecord;
    readonly maker: CertifiedKey;
    readonly signer: SealSigner;
    readonly face: SealFace;
  },
): Promise<void> {
  const { application, owner, maker, signer, face } = made;
  const { crypto, records, journal, clock } = deps;
  const now = clock.now();
  const { name, type, kind, picture } = face;
  const bytes = await makeSeal(deps, {
    ...{ maker, esId: application.seal, name, type, picture, signerCertificates: [signer.certificate.raw], createdAt: now },
    // A seal is not valid before it was made, nor longer than its certificate.
    ...{ validFrom: Math.max(now, signer.certificate.notBefore), validTo: signer.certificate.notAfter },
    authorisation: authorisationOf(actor, application.seal),
  });
  const seal = parseSeal(bytes);
  const demonstration = owner.demonstration || isDemonstrationCertificate(maker.certificate);
  if (application.kind === 'make') {
    const entry = { seal: bytes, signer, owner: owner._id, kind, demonstration, actor, madeAt: now };
    await records.insert('seals', newSealRecord(crypto, { ...entry, application: application._id }));
  } else await addVersion(deps, actor, { application, signer, seal });
  journal.poke();
}

async function addVersion(
  { records, crypto, clock }: SealMakingDependencies,
  actor: Actor,
  {
    application,
    signer,
    seal,
  }: { readonly application: SealApplication & { readonly seal: string }; readonly signer: SealSigner; readonly seal: Seal },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const record = await records.get('seals', application.seal);
    if (!record) throw new YinzhengError('SEAL_NOT_FOUND');
    if (record.versions.some((version) => version.application === application._id)) return;
    const made = { number: record.versions.length + 1, seal, signer, madeAt: clock.now(), application: application._id };
    const version = newSealVersion(crypto, made);
    const id = `seals/${record._id}/${record.version + 1}`;
    const event = sealMade(version, { id, seal: record._id, owner: record.owner, actor });
    const [versions, outbox] = [
      [...record.versions, version],
      [...record.outbox, event],
    ];
    try {
      await records.replace('seals', { ...record, version: record.version + 1, versions, outbox, pending: true });
      return;
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
    }
  }
}

function noMaker(): YinzhengError {
  const reason = bilingual('no key for making seals with a valid certificate is in custody', '密钥库中没有证书有效的制章密钥');
  return new YinzhengError('INPUT_INVALID', { reason });
}
