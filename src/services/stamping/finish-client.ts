import { concatBytes, fromBase64, toBase64, toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { decodeSignature, DEFAULT_SM2_USER_ID, rawToDer } from '../../crypto/index.ts';
import { prepareFilling, prepareStamp, type PreparedDocument } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { parseCertificate } from '../../pki/index.ts';
import { authorise } from '../access/authorise.ts';
import { prove } from '../evidence/index.ts';
import { DRAFT_LIFE, findDraft, forgetDraft, openDraft, readDraft, type DraftedStamping } from './drafts.ts';
import { changeStamping, stampedEvent } from './outcome.ts';
import type { ClientStampDependencies } from './prepare-client.ts';
import { evidenceOf, findSeal, type StampResult } from './stamp.ts';

/**
 * Finishes a prepared document with the holder's signature: verified first, by the certificate that the seal lists; then evidence is taken,
 * as far as it is to be had, and document and record change in one write. The same signature again gives the same document again.
 * @param input.signature over the `tbs` given out: DER `SEQUENCE {r, s}` (GB/T 35276), or `r‖s`, 64 bytes
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_NOT_FOUND, STAMP_EXPIRED, STAMP_SIGNATURE_WRONG, STAMP_SIGNED_OTHERWISE, SEAL_NOT_FOUND,
 * SEAL_NOT_IN_USE, SEAL_CERTIFICATE_REVOKED, DEMONSTRATION_REFUSED
 */
export async function finishClientStamp(
  deps: ClientStampDependencies,
  actor: Actor,
  input: { readonly id: string; readonly signature: Uint8Array },
): Promise<StampResult> {
  authorise(actor, 'document:stamp', actor.organisation);
  const signature = signatureOf(input.signature);
  const stamping = await findDraft(deps, actor, input.id);
  if (stamping.draft.result === null) await seal(deps, actor, { stamping, signature });
  const done = openDraft((await deps.store.records.get('stampings', input.id)) ?? stamping, deps.clock.now());
  if (done.draft.result?.signature !== toBase64(signature)) throw new YinzhengError('STAMP_SIGNED_OTHERWISE');
  return stampedDocument(deps, done);
}

/**
 * The finished document again, as long as it is kept.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_NOT_FOUND, STAMP_EXPIRED, STAMP_NOT_SIGNED
 */
export async function fetchClientStamp(deps: ClientStampDependencies, actor: Actor, id: string): Promise<StampResult> {
  authorise(actor, 'document:stamp', actor.organisation);
  const stamping = await findDraft(deps, actor, id);
  if (stamping.draft.result === null) throw new YinzhengError('STAMP_NOT_SIGNED');
  return stampedDocument(deps, stamping);
}

/**
 * Forgets a prepared document before its time; what was signed stays signed.
 * @throws {YinzhengError} NOT_ALLOWED, STAMP_NOT_FOUND, STAMP_EXPIRED
 */
export async function giveUpClientStamp(deps: ClientStampDependencies, actor: Actor, id: string): Promise<void> {
  authorise(actor, 'document:stamp', actor.organisation);
  await findDraft(deps, actor, id);
  await forgetDraft(deps, id, 'GIVEN_UP');
}

function signatureOf(given: Uint8Array): Uint8Array {
  const der = decodeSignature(given) === null ? rawToDer(given) : given;
  if (der === null)
    throw new YinzhengError('STAMP_SIGNATURE_WRONG', {
      reason: bilingual(
        'neither SEQUENCE {r, s} in DER nor r‖s of 64 bytes',
        '既不是 DER 编码的 SEQUENCE {r, s}，也不是 64 字节的 r‖s',
      ),
    });
  return der;
}

/** Seals and records; does nothing to a stamping that somebody else finishes or gives up meanwhile. */
async function seal(
  deps: ClientStampDependencies,
  actor: Actor,
  { stamping, signature }: { readonly stamping: DraftedStamping; readonly signature: Uint8Array },
): Promise<void> {
  const document = await readDraft(deps.store.blobs, stamping);
  const prepared = await prepareAgain(deps, actor, { stamping, document }).catch(async (error: unknown) => {
    // A revocation is for good: the document waits for nothing.
    if (isYinzhengError(error, 'SEAL_CERTIFICATE_REVOKED')) await forgetDraft(deps, stamping._id, error.code);
    throw error;
  });
  const { publicKey } = parseCertificate(prepared.certificate);
  const scheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } as const;
  if (!deps.engine.crypto.verify(scheme, publicKey.raw, [prepared.tbs], signature))
    throw new YinzhengError('STAMP_SIGNATURE_WRONG', {
      reason: bilingual('it does not verify under the certificate of the seal', '用印章所列证书验签不通过'),
    });
  // No room was prepared by software that knew of no evidence.
  const source = stamping.draft.timeStampSize ? deps.evidence : null;
  const besides = await certifiersOf(deps, stamping);
  const { file, level: evidence } = await prove(source, { prepared, signature, unique: evidenceOf(stamping._id), besides });
  const { bytes, sm3 } = file;
  const digestAfter = toHex(sm3);
  const result = { signature: toBase64(signature), appended: toBase64(bytes.subarray(document.length)) };
  await changeStamping(deps, stamping._id, (current) => {
    if (current.state !== 'prepared' || !current.draft) return null;
    const expiresAt = isoInstant(deps.clock.now() + DRAFT_LIFE);
    return {
      ...{ state: 'done', failure: null, digestAfter, evidence, draft: { ...current.draft, openBy: null, expiresAt, result } },
      event: stampedEvent(current, { digestBefore: current.digestBefore ?? '', digestAfter, evidence }),
    };
  });
}

/**
 * The same document once more, from what it was made from; the seal must be in use still.
 * @throws {YinzhengError} STAMP_EXPIRED when the seal has another version since, or this is other software than that which prepared it
 */
async function prepareAgain(
  deps: ClientStampDependencies,
  actor: Actor,
  { stamping, document }: { readonly stamping: DraftedStamping; readonly document: Uint8Array },
): Promise<PreparedDocument> {
  const { seal: code, purpose, approval } = stamping;
  const { seal: record, version } = await findSeal(deps, actor, { code, purpose, approval, digest: stamping.digestBefore ?? '' });
  if (version.number !== stamping.sealVersion) throw new YinzhengError('STAMP_EXPIRED');
  const { place, others, certified, timeStampSize = 0 } = stamping.draft;
  const input = {
    ...{ document, seal: { record, version }, timeStampSize },
    ...{ signingTime: Date.parse(stamping.signingTime), unique: `stampings/${stamping._id}` },
  };
  const prepared = certified
    ? prepareFilling(deps.engine, { ...input, fieldName: certified.fieldName })
    : prepareStamp(deps.engine, { ...input, place, ...(others && { others }) });
  const tbsSm3 = toHex(deps.engine.crypto.digest('sm3', prepared.tbs));
  if (tbsSm3 !== stamping.draft.tbsSm3) throw new YinzhengError('STAMP_EXPIRED');
  return prepared;
}

/** The certificate of the key that certified the document before, DER, where one did. */
async function certifiersOf({ store }: ClientStampDependencies, { draft }: DraftedStamping): Promise<readonly Uint8Array[]> {
  if (!draft.certified) return [];
  const signing = await store.records.get('signings', draft.certified.signing);
  return signing ? [fromBase64(signing.certificate)] : [];
}

async function stampedDocument({ store, engine }: ClientStampDependencies, stamping: DraftedStamping): Promise<StampResult> {
  const appended = fromBase64(stamping.draft.result?.appended ?? '');
  const document = concatBytes(await readDraft(store.blobs, stamping), appended);
  if (toHex(engine.crypto.digest('sm3', document)) !== stamping.digestAfter) throw new YinzhengError('BLOB_DAMAGED');
  const { certified } = stamping.draft;
  const signing = certified && { signing: certified.signing };
  return { document, evidence: stamping.evidence ?? 'SES', stamping: stamping._id, ...signing };
}
