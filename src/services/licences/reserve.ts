import { fromBase64 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, localDateAt, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { VERIFICATION_CODE_BYTES, writeIdentifier, writeVerificationCode } from '../../domain/identifier/index.ts';
import { boundSeal, checkFields, checkPaperSerial, type Dictionaries } from '../../domain/catalogue/index.ts';
import {
  checkHolders,
  currentEdition,
  maskPurpose,
  validityOf,
  type LicenceEdition,
  type LicenceRecord,
  type StampingIntent,
  type StatusPlace,
} from '../../domain/licence/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import type { CertifyingForm } from '../../domain/signature/index.ts';
import { SEAL_STATE_WORDS, sealInUse, type SealRecord, type SealVersion } from '../../domain/seal/index.ts';
import { entryClaim } from '../claims/index.ts';
import type { UseClaim } from '../grants/ports.ts';
import type { KnownKey } from '../pki/index.ts';
import { signerOf, type SigningKey } from '../signing/index.ts';
import { dictionariesOf, useLicenceType, type MadeBy, type UsableType } from '../licence-types/index.ts';
import { MAX_PAGE, type ClaimRecord, type RecordWrite, type StampingRecord } from '../storage/index.ts';
import { stampingId } from '../stamping/log/id.ts';
import { named, refuseEnded, refuseName } from '../organisations/index.ts';
import type { LicenceDependencies } from './ports.ts';
import type { IssueRequest } from './request.ts';
import { randomSerial } from './random.ts';

/** Records that a licence is made from. */
export interface IssuingMaterial extends UsableType {
  readonly dictionaries: Dictionaries;
  readonly organisation: OrganisationRecord;
  readonly seal: SealRecord;
  readonly sealVersion: SealVersion;
  /** The issuer's key that certifies the licence before it is sealed; null where the seal is alone. */
  readonly certifier: { readonly form: CertifyingForm; readonly signer: SigningKey; readonly signerName: string } | null;
}

/** Which licence is to be made, when, and with which seal: that of its type where none is named. */
export interface MaterialOrder {
  readonly organisation: string;
  readonly type: string;
  readonly at: Instant;
  readonly seal?: string;
  /** Edition that is sealed again or anew: as the catalogue was when it was made. */
  readonly made?: MadeBy;
}

/** The same, and the grant by which the seal is used. */
export interface GrantedMaterial extends IssuingMaterial {
  readonly use: UseClaim;
  /** Who seals it again, and what for; absent where it is sealed for the first time. */
  readonly by?: { readonly actor: Actor; readonly purpose: Purpose };
}

/**
 * Finds the type, the organisation and the seal for a licence.
 * @throws {YinzhengError} LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, ORGANISATION_ENDED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, SEAL_KEY_ELSEWHERE,
 * DEMONSTRATION_REFUSED, SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function findMaterial(
  deps: LicenceDependencies,
  { organisation: organisationCode, type: code, at, seal: sealCode, made }: MaterialOrder,
): Promise<IssuingMaterial> {
  const { records } = deps.store;
  const organisation = await records.get('organisations', organisationCode);
  if (!organisation)
    throw new YinzhengError('LICENCE_TYPE_UNUSABLE', {
      reason: bilingual('the organisation is not among its issuers', '该机构不是其颁发机构'),
    });
  const usable = await useLicenceType(records, { code, organisation, ...(made && { made }) });
  const { type } = usable;
  refuseEnded(organisation, at);
  const [dictionaries, seal] = await Promise.all([
    dictionariesOf(records, type.fields),
    findSeal(records, type, { organisation: organisationCode, seal: sealCode }),
  ]);
  if (!seal) throw new YinzhengError('SEAL_NOT_FOUND');
  if ((type.demonstration || organisation.demonstration || seal.demonstration) && !deps.demonstration) {
    throw new YinzhengError('DEMONSTRATION_REFUSED');
  }
  const sealVersion = usableVersion(seal, at);
  refuseName(organisation, seal, at);
  // Before anything is reserved for what could not be sealed.
  custodyKey(sealVersion);
  const { certifyAs: form } = type;
  const certifier = form === null ? null : { form, ...(await signerOf(deps, organisation._id, { form, now: at })) };
  return { ...usable, dictionaries, organisation: named(organisation, at), seal, sealVersion, certifier };
}

/** The seal that is named, the one bound to the issuer, or the issuer's own of the type's kind, one in use before others. */
async function findSeal(
  records: Pick<LicenceDependencies['store']['records'], 'get' | 'find'>,
  { seal: binding }: UsableType['type'],
  { organisation, seal }: { readonly organisation: string; readonly seal: string | undefined },
): Promise<SealRecord | null> {
  const code = seal ?? boundSeal(binding, organisation, []);
  if (code !== undefined || binding.kind === null) return records.get('seals', code ?? '');
  const own = await records.find('seals', { index: 'owner', equals: organisation, limit: MAX_PAGE });
  const inUseFirst = [...own.filter((one) => sealInUse(one) !== null), ...own];
  const bound = boundSeal(binding, organisation, inUseFirst);
  return own.find(({ _id }) => _id === bound) ?? null;
}

/** Code of the seal that licences of a type are sealed with by an issuer; empty where there is none, or the type is not to be used. */
export async function sealCodeFor(
  records: Pick<LicenceDependencies['store']['records'], 'get' | 'find'>,
  { organisation: code, type: typeCode }: { readonly organisation: string; readonly type: string },
): Promise<string> {
  const organisation = await records.get('organisations', code);
  if (!organisation) return '';
  try {
    const { type } = await useLicenceType(records, { code: typeCode, organisation });
    return (await findSeal(records, type, { organisation: code, seal: undefined }))?._id ?? '';
  } catch (error) {
    if (isYinzhengError(error, 'LICENCE_TYPE_NOT_FOUND', 'LICENCE_TYPE_UNUSABLE')) return '';
    throw error;
  }
}

/**
 * The version of a seal to sign with.
 * @throws {YinzhengError} SEAL_NOT_IN_USE when there is none or its period does not hold
 */
export function usableVersion(seal: SealRecord, at: Instant): SealVersion {
  const version = sealInUse(seal);
  const newest = seal.versions[seal.versions.length - 1];
  if (!version) throw new YinzhengError('SEAL_NOT_IN_USE', { state: SEAL_STATE_WORDS[newest?.state ?? 'none'] });
  if (at < Date.parse(version.validFrom) || at >= Date.parse(version.validTo))
    throw new YinzhengError('SEAL_NOT_IN_USE', { state: bilingual('out of its period', '不在有效期内') });
  return version;
}

/**
 * The key in custody that a version of a seal is signed with.
 * @throws {YinzhengError} SEAL_KEY_ELSEWHERE when its holder has the key
 */
export function custodyKey({ keyId }: SealVersion): string {
  if (keyId === null) throw new YinzhengError('SEAL_KEY_ELSEWHERE', { state: bilingual('with its holder', '由持有人保管') });
  return keyId;
}

/** How a version of a seal is signed with: its key must have the certificate that the seal lists. */
export function keyOfSeal({ certificate }: SealVersion): KnownKey {
  return {
    certificate: fromBase64(certificate),
    changed: (how) => new YinzhengError('SEAL_NOT_IN_USE', { state: CHANGED_KEY_WORDS[how] }),
  };
}

const CHANGED_KEY_WORDS = {
  renewed: bilingual('its key has another certificate, and it was not made again yet', '密钥已换发证书，印章尚未重新制作'),
  gone: bilingual('custody has its key no more', '密钥已不在保管中'),
};

/**
 * Draws a licence up as it will be reserved, with its identifier, code and intent; nothing is written.
 * @throws {YinzhengError} FIELD_INVALID, HOLDER_INVALID, DATE_INVALID
 */
export function draftLicence(
  deps: Pick<LicenceDependencies, 'clock' | 'random'>,
  input: {
    readonly id: string;
    readonly caseKey: string;
    readonly digest: string;
    readonly actor: Actor;
    readonly request: IssueRequest;
    readonly material: IssuingMaterial;
    readonly status?: StatusPlace | null;
  },
): LicenceRecord {
  const { id, caseKey, digest, actor, request, material, status } = input;
  const { type, organisation, seal } = material;
  const now = deps.clock.now();
  const fields = checkFields(type.fields, request.fields, material.dictionaries);
  checkPaperSerial(type.paperSerial, fields);
  checkHolders(request.holders, type.holders);
  if (request.licenceNumber.trim() === '' || [...request.licenceNumber].length > 128) {
    throw new YinzhengError('FIELD_INVALID', {
      field: 'licenceNumber',
      reason: bilingual('1 to 128 characters', '应为 1 至 128 个字符'),
    });
  }
  const edition: LicenceEdition = {
    number: '001',
    identifier: writeIdentifier({
      typeCode: type.code,
      issuerCode: organisation._id,
      serial: randomSerial(deps.random),
      edition: '001',
    }),
    verificationCode: writeVerificationCode(deps.random.bytes(VERIFICATION_CODE_BYTES)),
    licenceNumber: request.licenceNumber,
    typeVersion: type.version,
    typeAdditions: type.additions,
    template: type.template.name,
    ...validityOf(type.validity, request, localDateAt(now)),
    fields,
    ...(status && { status }),
    intent: newIntent(deps, material),
    files: [],
    issuedBy: actor,
    purpose: request.purpose,
    recordedAt: isoInstant(now),
  };
  const issuer = { code: organisation._id, name: organisation.name };
  return {
    _id: id,
    schema: 1,
    version: 1,
    origin: 'issued',
    state: 'reserved',
    caseKey,
    requestDigest: digest,
    typeCode: type.code,
    typeName: type.name,
    issuer,
    responsible: request.responsible ?? issuer,
    holders: request.holders,
    editions: [edition],
    events: [],
    demonstration: type.demonstration || seal.demonstration,
    outbox: [],
    pending: false,
  };
}

/** A stamping of a licence to come, claimed for this second. */
export function newIntent(deps: Pick<LicenceDependencies, 'clock' | 'random'>, material: IssuingMaterial): StampingIntent {
  return {
    stamping: stampingId(deps),
    seal: material.seal._id,
    sealVersion: material.sealVersion.number,
    signingTime: isoInstant(Math.floor(deps.clock.now() / 1000) * 1000),
  };
}

/**
 * Writes down what must be there before the key is used: the claim on the case number where it is still to be made, the licence, claims on
 * its identifier and code, the stamping as `intended`. From these records alone the licence can be completed after a crash.
 * @throws {YinzhengError} ISSUING_INCOMPLETE when another process claimed the case or reserved the licence first, and nothing of this
 * licence was written; ALREADY_EXISTS when identifier or code belong to another licence
 */
export async function reserve(
  deps: Pick<LicenceDependencies, 'store' | 'clock'>,
  licence: LicenceRecord,
  { material, claim }: { readonly material: GrantedMaterial; readonly claim: ClaimRecord | null },
): Promise<void> {
  const { claims, stamping } = intentOf(deps, licence, material);
  const first: readonly RecordWrite[] = [
    ...(claim ? [{ kind: 'insert', collection: 'claims', record: claim } as const] : []),
    { kind: 'insert', collection: 'licences', record: licence },
  ];
  const intent = claims.map((record): RecordWrite => ({ kind: 'insert', collection: 'claims', record }));
  try {
    await deps.store.records.write([...first, ...intent, { kind: 'insert', collection: 'stampings', record: stamping }]);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    const taken = error.details['key'];
    if (first.some(({ record }) => record._id === taken)) throw new YinzhengError('ISSUING_INCOMPLETE');
    // A settlement that took this licence for one left by a crash may have made the claims for it meanwhile.
    await writeIntent(deps, licence, material);
  }
}

/**
 * Writes down the intent of a licence that is there: as {@link reserve} does, but claims that are its own already are kept.
 * @throws {YinzhengError} ALREADY_EXISTS when identifier or code belong to another licence
 */
export async function writeIntent(
  deps: Pick<LicenceDependencies, 'store' | 'clock'>,
  licence: LicenceRecord,
  material: GrantedMaterial,
): Promise<void> {
  const { records } = deps.store;
  const { claims, stamping } = intentOf(deps, licence, material);
  const make = async (claim: ClaimRecord): Promise<void> => {
    try {
      await records.insert('claims', claim);
    } catch (error) {
      const present = isYinzhengError(error, 'ALREADY_EXISTS') ? await records.get('claims', claim._id) : null;
      if (present?.owner !== licence._id) throw error;
    }
  };
  await Promise.all([...claims.map(make), records.insert('stampings', stamping)]);
}

function intentOf(
  deps: Pick<LicenceDependencies, 'clock'>,
  licence: LicenceRecord,
  material: GrantedMaterial,
): { readonly claims: readonly ClaimRecord[]; readonly stamping: StampingRecord } {
  const edition = currentEdition(licence);
  const recordedAt = isoInstant(deps.clock.now());
  const { identifier, verificationCode, status } = edition;
  const claimed = [`identifier:${identifier}`, `code:${verificationCode}`, ...(status ? [entryClaim(status)] : [])];
  return {
    claims: claimed.map((_id) => {
      return { _id, schema: 1, version: 1, owner: licence._id, claimedAt: recordedAt };
    }),
    stamping: intendedStamping({ licence, edition, material, recordedAt }),
  };
}

/** The stamping record of a licence's edition, as written before the key is used. */
function intendedStamping(input: {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
  readonly material: GrantedMaterial;
  readonly recordedAt: string;
}): StampingRecord {
  const { licence, edition, material, recordedAt } = input;
  const { actor, purpose } = material.by ?? { actor: edition.issuedBy, purpose: edition.purpose };
  return {
    _id: edition.intent.stamping,
    schema: 1,
    version: 1,
    state: 'intended',
    seal: edition.intent.seal,
    sealVersion: edition.intent.sealVersion,
    organisation: material.seal.owner,
    subject: `licences/${licence._id}`,
    grant: material.use.grant,
    applicant: actor.person ?? actor.client,
    ...(purpose.caseNumber !== null && { caseNumber: purpose.caseNumber }),
    digestBefore: null,
    digestAfter: null,
    signingTime: edition.intent.signingTime,
    recordedAt,
    actor,
    purpose: maskPurpose(purpose, licence.holders),
    failure: null,
    outbox: [],
    pending: false,
  };
}
