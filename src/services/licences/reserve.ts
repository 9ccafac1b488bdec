/** Licences drawn up and reserved, before anything is signed. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, localDateAt } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { VERIFICATION_CODE_BYTES, writeIdentifier, writeVerificationCode } from '../../domain/identifier/index.ts';
import { checkFields, checkPaperSerial } from '../../domain/catalogue/index.ts';
import {
  checkAssociated,
  checkHolders,
  currentEdition,
  maskPurpose,
  validityOf,
  type LicenceEdition,
  type LicenceRecord,
  type StampingIntent,
  type StatusPlace,
} from '../../domain/licence/index.ts';
import { entryClaim } from '../claims/index.ts';
import type { ClaimRecord, RecordWrite, StampingRecord } from '../storage/index.ts';
import { stampingId } from '../stamping/log/id.ts';
import type { LicenceDependencies } from './ports.ts';
import type { IssueRequest } from './request.ts';
import { randomSerial } from './random.ts';
import { withReviewMonth } from './review.ts';
import type { GrantedMaterial, IssuingMaterial } from './material.ts';

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
    readonly makers?: readonly string[] | undefined;
    readonly status?: StatusPlace | null;
  },
): LicenceRecord {
  const { id, caseKey, digest, actor, request, material, makers, status } = input;
  const { type, organisation, seal } = material;
  const now = deps.clock.now();
  const fields = checkFields(type.fields, request.fields, material.dictionaries);
  checkPaperSerial(type.paperSerial, fields);
  checkHolders(request.holders, type.holders);
  if (request.associated) checkAssociated(request.associated);
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
    ...(type.annualReview && { annualReview: type.annualReview }),
    ...(request.associated && { associated: request.associated }),
    ...(status && { status }),
    intent: newIntent(deps, material),
    files: [],
    issuedBy: actor,
    ...(makers && { madeBy: makers }),
    purpose: request.purpose,
    recordedAt: isoInstant(now),
  };
  const issuer = { code: organisation._id, name: organisation.name };
  return withReviewMonth({
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
  });
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
 * Writes down that a published licence is about to get a further edition; its intent is still to be written.
 * @throws {YinzhengError} ISSUING_INCOMPLETE when somebody else took the case number, VERSION_CONFLICT when somebody wrote to the licence first;
 * then nothing of the edition is there
 */
export async function reserveEdition(
  { store: { records } }: Pick<LicenceDependencies, 'store'>,
  licence: LicenceRecord,
  claim: ClaimRecord | null,
): Promise<void> {
  try {
    await records.write([
      ...(claim ? [{ kind: 'insert', collection: 'claims', record: claim } as const] : []),
      { kind: 'replace', collection: 'licences', record: licence },
    ]);
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    throw new YinzhengError('ISSUING_INCOMPLETE', {}, { cause: error });
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
