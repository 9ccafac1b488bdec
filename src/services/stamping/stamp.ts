import { toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { PreparedDocument, StampPlace, StampPlaces } from '../../documents/index.ts';
import { mayDo, type Actor, type Purpose } from '../../domain/access/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';
import type { SealRecord } from '../../domain/seal/index.ts';
import type { CertifyingForm } from '../../domain/signature/index.ts';
import { holds } from '../../domain/grant/index.ts';
import { authorise } from '../access/authorise.ts';
import { prove, type ProvenDocument } from '../evidence/index.ts';
import { admitUse, grantsOfSeal, refuseUnusable } from '../grants/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { custodyKey, keyOfSeal, usableVersion } from '../seals/usable-version.ts';
import { signAsKnown } from '../pki/index.ts';
import { refuseEnded, refuseName } from '../organisations/index.ts';
import { originProof } from '../grants/origin-proof.ts';
import { stampingId } from './log/id.ts';
import { recordDone, recordFailed } from './outcome.ts';
import { prepareForSeal } from './prepare.ts';
import { unfit } from './unfit.ts';
import { intendedStamping, type SealUse } from './intended.ts';
import { meantPlace, type WantedPlace } from './wanted-place.ts';
import { refuseRevoked, type RevocationCheckDependencies } from './refuse-revoked.ts';

/** A document to be stamped, and where: the centre of the seal, mm from the upper left corner of the page as shown, or what leads to it. */
export interface StampRequest {
  readonly document: Uint8Array;
  /** Seal code (esID). */
  readonly seal: string;
  readonly place: WantedPlace;
  readonly purpose: Purpose;
  /** Whether less than all evidence (SES-LT) makes the stamping fail. */
  readonly requireEvidence?: boolean;
  /**
   * Form in which the organisation's RSA or P-256 key certifies the document before the seal follows and locks it, for readers without SM2;
   * the seal alone when absent.
   */
  readonly certifyAs?: CertifyingForm | undefined;
  /** Id of the approval of this use, where the grant asks for one. */
  readonly approval?: string | undefined;
  /** Step of a plan of countersigning that this is. */
  readonly countersigning?: { readonly plan: string; readonly step: number } | undefined;
}

/** The stamped document, how far it proves itself, and the id of the stamping record. */
export interface StampResult {
  readonly document: Uint8Array;
  readonly evidence: EvidenceLevel;
  readonly stamping: string;
  /** Id of the record of the certification; absent where the seal is alone. */
  readonly signing?: string;
}

/**
 * Puts a seal of the actor's organisation on a document, with whatever evidence is to be had at once; earlier signatures stay intact. The
 * document is not kept, its digests are: evidence is not added later. Where all of it is required, nobody gets a document with less, and the
 * use of the key is recorded as failed.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, ORGANISATION_ENDED, SEAL_CERTIFICATE_REVOKED, SEAL_KEY_ELSEWHERE, SEAL_USE_REFUSED,
 * DOCUMENT_UNRECOGNISED, KEYWORD_NOT_FOUND, PLACE_NOT_FOUND, PLACE_AMBIGUOUS, LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, DOCUMENT_TOO_COSTLY, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED, EVIDENCE_MISSING; with
 * `certifyAs` also SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function stampDocument(deps: LicenceDependencies, actor: Actor, request: StampRequest): Promise<StampResult> {
  const digestBefore = toHex(deps.engine.crypto.digest('sm3', request.document));
  const { purpose, approval } = request;
  const found = await findSeal(deps, actor, { code: request.seal, purpose, approval, digest: digestBefore });
  custodyKey(found.version);
  const id = stampingId(deps);
  const { requireEvidence } = request;
  const place = await meantPlace(deps, actor, request.place);
  const intended = { id, ...found, digestBefore, actor, purpose };
  const { places, prepared, besides, certified } = await prepareForSeal(deps, { ...request, place }, intended).catch(
    unfit(deps, intended),
  );
  const use = { ...intended, places: allPlaces(places), documentSize: request.document.length };
  const result = await useSeal(deps, use, { prepared, besides, requireEvidence });
  return { ...result, stamping: id, ...(certified && { signing: certified.signing }) };
}

/**
 * A seal that an actor may know of, and its version that is in use; whether he may use it is another question.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, ORGANISATION_ENDED, DEMONSTRATION_REFUSED
 */
export async function findUsable(
  deps: Pick<LicenceDependencies, 'store' | 'demonstration' | 'clock'>,
  actor: Actor,
  code: string,
): Promise<Pick<SealUse, 'seal' | 'version'> & { readonly now: Instant }> {
  authorise(actor, 'document:stamp', actor.organisation);
  const { records } = deps.store;
  const seal = await records.get('seals', code);
  if (!seal || !(await mayKnow(records, actor, seal))) throw new YinzhengError('SEAL_NOT_FOUND');
  if (seal.demonstration && !deps.demonstration) throw new YinzhengError('DEMONSTRATION_REFUSED');
  const now = deps.clock.now();
  const version = usableVersion(seal, now);
  const owner = await records.get('organisations', seal.owner);
  if (owner) {
    refuseEnded(owner, now);
    refuseName(owner, seal, now);
  }
  return { seal, version, now };
}

/**
 * The seal of the actor's organisation that a code names, its version to stamp with now, and the time to be claimed: now in whole
 * seconds, ms.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, ORGANISATION_ENDED, SEAL_CERTIFICATE_REVOKED, SEAL_USE_REFUSED,
 * DEMONSTRATION_REFUSED
 */
export async function findSeal(
  deps: Pick<LicenceDependencies, 'store' | 'demonstration' | 'grants'> & RevocationCheckDependencies,
  actor: Actor,
  { code, purpose, approval, digest }: SealOrder,
): Promise<Pick<SealUse, 'seal' | 'version' | 'signingTime' | 'claim' | 'approvers'>> {
  const { records } = deps.store;
  const order = { seal: code, kind: 'document', actor, purpose, approval, digest } as const;
  const { seal, version, now } = await findUsable(deps, actor, code).catch((error: unknown) =>
    refuseUnusable({ ...deps, records }, order, error),
  );
  await refuseRevoked(deps, { seal, version, actor, purpose });
  const admitted = await admitUse({ ...deps, records }, { ...order, sealVersion: version.number, owner: seal.owner });
  return { seal, version, signingTime: Math.floor(now / 1000) * 1000, ...admitted };
}

/** Every place where one signature shows its seal. */
export function allPlaces({ place, others = [] }: StampPlaces): readonly StampPlace[] {
  return [place, ...others];
}

/** Which seal is to be used, and on what. */
export interface SealOrder {
  readonly code: string;
  readonly purpose: Purpose;
  /** Id of the approval; absent where the grant asks for none. */
  readonly approval?: string | undefined;
  /** SM3 of the document as it came, hexadecimal. */
  readonly digest: string;
}

/** Seals of other organisations are known to those whom a grant names. */
async function mayKnow(
  records: LicenceDependencies['store']['records'],
  actor: Actor,
  { _id, owner }: SealRecord,
): Promise<boolean> {
  if (mayDo(actor, 'document:stamp', owner)) return true;
  return (await grantsOfSeal(records, _id)).some((grant) => grant.state === 'in-force' && holds(grant, actor));
}

/**
 * Uses a seal's key on a document prepared with room for a time stamp, which takes what evidence is to be had: the intent is written
 * before, the result after. Rejects as custody and the store do, and with SEAL_KEY_ELSEWHERE, SEAL_NOT_IN_USE where the key has another certificate than
 * the seal lists, EVIDENCE_MISSING.
 */
export async function useSeal(
  deps: LicenceDependencies,
  use: SealUse,
  work: {
    readonly prepared: PreparedDocument;
    readonly requireEvidence?: boolean | undefined;
    /** Certificates of other signatures that evidence is about as well, DER. */
    readonly besides?: readonly Uint8Array[];
    /** Writes the result down, the stamping as done among it; the stamping alone when absent. */
    readonly record?: (result: ProvenDocument) => Promise<void>;
  },
): Promise<Omit<StampResult, 'stamping'>> {
  const { id, version, digestBefore, actor } = use;
  const keyId = custodyKey(version);
  await deps.store.records.insert('stampings', intendedStamping(deps, use));
  try {
    const authorisation = { actor: actor.person ?? actor.client, reference: `stampings/${id}`, use: use.claim };
    const content = originOf(use, work.prepared);
    const request = { keyId, purpose: 'seal-signature', tbs: work.prepared.tbs, ...content, authorisation } as const;
    const signature = await signAsKnown(deps, request, keyOfSeal(version));
    const { prepared, requireEvidence = false, besides = [] } = work;
    const proven = await prove(deps.evidence, { prepared, signature, unique: evidenceOf(id), besides });
    const { file, level: evidence } = proven;
    if (requireEvidence && evidence !== 'SES-LT') throw new YinzhengError('EVIDENCE_MISSING', { level: evidence });
    if (work.record) await work.record(proven);
    else await recordDone(deps, id, { digestBefore, digestAfter: toHex(file.sm3), evidence });
    return { document: file.bytes, evidence };
  } catch (error) {
    // Without a store the intent stays, and the next start shows its outcome as unknown.
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) {
      await recordFailed(deps, id, isYinzhengError(error) ? error.code : 'INTERNAL');
    }
    throw error;
  }
}

/** What proves to custody that an approved document is what is sealed. */
function originOf({ claim, documentSize }: SealUse, { draft }: PreparedDocument): { readonly content?: Uint8Array } {
  return claim.approval === null || documentSize === undefined ? {} : { content: originProof(draft.covered, documentSize) };
}

/** What names the update of a stamped document that holds its evidence; no other update has it. */
export function evidenceOf(id: string): string {
  return `stampings/${id}/evidence`;
}
