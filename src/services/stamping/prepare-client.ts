import { fromBase64, toHex } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { computeZ, DEFAULT_SM2_USER_ID, sm2Point, type CryptoProvider } from '../../crypto/index.ts';
import type { PreparedDocument } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { parseCertificate } from '../../pki/index.ts';
import { isSignerInSeal, parseSeal } from '../../ses/index.ts';
import { timeStampRoom } from '../evidence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import type { StampingRecord } from '../storage/index.ts';
import { DRAFT_LIFE, draftFile, forgetDraft, holderOf, MOST_OPEN } from './drafts.ts';
import { stampingId } from './log/id.ts';
import { prepareForSeal } from './prepare.ts';
import { unfit } from './unfit.ts';
import { meantPlace } from './wanted-place.ts';
import { intendedStamping } from './intended.ts';
import { allPlaces, findSeal, type StampRequest } from './stamp.ts';

/** What a holder of a seal's key is given to sign. */
export interface ClientStamp {
  /** Id of the stamping record. */
  readonly id: string;
  /** TBS_Sign (GB/T 38540-2020), DER: the message M of the SM2 signature. */
  readonly tbs: Uint8Array;
  /** SM3(Z‖M), 32 bytes, with Z of the certificate's key and the default user ID (GB/T 35276): for devices that are given a digest. */
  readonly digest: Uint8Array;
  /** Certificate whose key signs, DER. */
  readonly certificate: Uint8Array;
  /** Id of the record of the certification; absent where the seal is alone. */
  readonly signing?: string;
  /** SM3 of the document as uploaded, hexadecimal. */
  readonly documentDigest: string;
  /** ISO 8601: the time of sealing that the seal signature claims, and when the document is forgotten. */
  readonly signingTime: string;
  readonly expiresAt: string;
}

/** What preparing and finishing for a holder of a key takes. */
export type ClientStampDependencies = Pick<
  LicenceDependencies,
  'store' | 'journal' | 'engine' | 'clock' | 'random' | 'demonstration' | 'evidence' | 'trust' | 'grants'
>;

/**
 * Prepares a seal on a document for a signature by a key that is not in custody, in a UKey (GM/T 0027) for instance. The document is kept
 * until it is signed and fetched, for {@link DRAFT_LIFE} at most each time; only the actor can finish it. Where a key in custody certifies it
 * before (`certifyAs`), that is done now, and the certified document is what is kept; nobody is given it without the seal.
 * @throws {YinzhengError} NOT_ALLOWED, SEAL_NOT_FOUND, SEAL_NOT_IN_USE, SEAL_CERTIFICATE_REVOKED, SEAL_USE_REFUSED, SEAL_KEY_ELSEWHERE when
 * custody has the key, STAMPS_OPEN, DEMONSTRATION_REFUSED, DOCUMENT_UNRECOGNISED, KEYWORD_NOT_FOUND, PLACE_NOT_FOUND, PLACE_AMBIGUOUS, LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, DOCUMENT_TOO_COSTLY, PDF_NOT_STAMPABLE, PDF_ENCRYPTED,
 * PDF_MALFORMED; with
 * `certifyAs` also SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE
 */
export async function prepareClientStamp(deps: LicenceDependencies, actor: Actor, request: StampRequest): Promise<ClientStamp> {
  const { store, engine, clock } = deps;
  const digestBefore = toHex(engine.crypto.digest('sm3', request.document));
  const { purpose, approval } = request;
  const found = await findSeal(deps, actor, { code: request.seal, purpose, approval, digest: digestBefore });
  const { seal, version, signingTime, claim } = found;
  if (version.keyId !== null)
    throw new YinzhengError('SEAL_KEY_ELSEWHERE', { state: bilingual('in custody here', '由本系统托管') });
  await refuseMore(deps, actor, MOST_OPEN - 1);
  const id = stampingId(deps);
  const place = await meantPlace(deps, actor, request.place);
  const placeless = { id, ...found, digestBefore, actor, purpose };
  const { document, places, prepared, certified } = await prepareForSeal(deps, { ...request, place }, placeless).catch(
    unfit(deps, placeless),
  );
  const { countersigning } = request;
  const use = { ...placeless, places: allPlaces(places), countersigning };
  requireListed(engine.crypto, fromBase64(version.seal), prepared);
  const tbsSm3 = toHex(engine.crypto.digest('sm3', prepared.tbs));
  // Custody does not sign, and counts all the same; nobody is given anything to sign before.
  await deps.grants.admitElsewhere({
    ...{ claim, seal: seal._id, version: version.sealDigest, reference: `stampings/${id}`, data: tbsSm3 },
  });
  const file = draftFile(engine.crypto, id, document);
  const expiresAt = isoInstant(clock.now() + DRAFT_LIFE);
  const timeStampSize = timeStampRoom(deps.evidence);
  const reserved = await store.blobs.reserve({ owner: seal.owner });
  const stamping: StampingRecord = {
    ...intendedStamping(deps, use),
    state: 'prepared',
    draft: {
      ...{ kept: true, openBy: holderOf(actor), ...reserved, ...places, expiresAt },
      ...{
        tbsSm3,
        timeStampSize,
        ...(certified && { certified }),
        result: null,
      },
    },
  };
  // The record comes first, so that no document is kept of which nobody knows.
  await store.records.insert('stampings', stamping);
  try {
    // Of several that come at once, the one recorded last sees all of them.
    await refuseMore(deps, actor, MOST_OPEN);
    await store.blobs.keep(file.bytes, { owner: seal.owner, sm3: file.sm3, reserved });
  } catch (error) {
    // Nothing was given out, so that there is nothing to remember.
    await store.records.remove('stampings', id);
    throw error;
  }
  return {
    ...{ id, tbs: prepared.tbs, digest: messageDigest(engine.crypto, prepared) },
    ...{ certificate: prepared.certificate, documentDigest: digestBefore },
    ...{ signingTime: isoInstant(signingTime), expiresAt, ...(certified && { signing: certified.signing }) },
  };
}

/** Sees that no more documents of an account wait than `limit`; those whose time is over are forgotten on the way. */
async function refuseMore(deps: ClientStampDependencies, actor: Actor, limit: number): Promise<void> {
  const { store, clock } = deps;
  const open = await store.records.find('stampings', { index: 'openBy', equals: holderOf(actor), limit: 10 * MOST_OPEN });
  const now = clock.now();
  const isWaiting = ({ draft }: StampingRecord): boolean => now < Date.parse(draft?.expiresAt ?? '');
  for (const stamping of open) if (!isWaiting(stamping)) await forgetDraft(deps, stamping._id);
  if (open.filter(isWaiting).length > limit) throw new YinzhengError('STAMPS_OPEN', { limit: MOST_OPEN });
}

/** What custody sees to for its own keys. @throws {YinzhengError} SEAL_MALFORMED */
function requireListed(crypto: CryptoProvider, seal: Uint8Array, { certificate }: PreparedDocument): void {
  if (!isSignerInSeal(parseSeal(seal), certificate, crypto))
    throw new YinzhengError('SEAL_MALFORMED', { technical: 'the certificate of the register is not among those of the seal' });
}

function messageDigest(crypto: CryptoProvider, { tbs, certificate }: PreparedDocument): Uint8Array {
  const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => crypto.digest('sm3', ...parts);
  const { raw } = parseCertificate(certificate).publicKey;
  return sm3(computeZ(sm3, sm2Point(raw), DEFAULT_SM2_USER_ID), tbs);
}
