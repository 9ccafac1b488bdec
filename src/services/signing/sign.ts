import { toBase64, toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import {
  prepareCmsSigning,
  type Certification,
  type CmsProfile,
  type CmsSigningInput,
  type PreparedCmsDocument,
} from '../../documents/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { UseKind } from '../../domain/grant/index.ts';
import type { SignatureForm, SignatureLevel } from '../../domain/signature/index.ts';
import { usualScheme } from '../../pki/index.ts';
import { authorise } from '../access/authorise.ts';
import { admitKeyUse } from '../grants/admit-key.ts';
import { signAsKnown } from '../pki/index.ts';
import { proveSignature, timeStampRoom } from '../evidence/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { randomId } from '../licences/random.ts';
import { named, refuseEnded } from '../organisations/index.ts';
import { recordSigned, recordUnsigned } from './outcome.ts';
import { findSigner, type SigningKey } from './signer.ts';

/** A document to be signed. */
export interface SigningRequest {
  readonly document: Uint8Array;
  readonly form: SignatureForm;
  /** Whether the signature certifies the document; `none` when absent. */
  readonly certify?: Certification | undefined;
  /** Reason that the signature states for everybody to read; none when absent. */
  readonly reason?: string | undefined;
  /** Id of the key, where the organisation has several. */
  readonly keyId?: string | undefined;
  /** Organisation that signs; the actor's when absent. */
  readonly organisation?: string | undefined;
  /** Refuses where the evidence that is to be had does not reach B-LTA. */
  readonly requireEvidence?: boolean | undefined;
  readonly purpose: Purpose;
}

/** The signed document, how far it proves itself, and the id of the record of its signing. */
export interface SigningResult {
  readonly document: Uint8Array;
  readonly evidence: SignatureLevel;
  readonly signing: string;
}

/** What the core calls each form. */
const PROFILES: Readonly<Record<SignatureForm, CmsProfile>> = { pades: 'pades', pkcs7: 'pkcs7', 'gm-cms': 'gm' };

/**
 * Signs a PDF without a seal (CMS) by a key that is assigned to the organisation, with whatever evidence is to be had at once; earlier
 * signatures stay intact. The document is not kept, its digests are: evidence is not added later.
 * @throws {YinzhengError} NOT_ALLOWED, SIGNATURE_KEY_MISSING, SIGNATURE_KEY_UNUSABLE, DEMONSTRATION_REFUSED, DOCUMENT_UNRECOGNISED,
 * PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED, EVIDENCE_MISSING
 */
export async function signDocument(deps: LicenceDependencies, actor: Actor, request: SigningRequest): Promise<SigningResult> {
  const organisation = request.organisation ?? actor.organisation;
  authorise(actor, 'document:sign', organisation);
  const { form, certify = 'none', purpose } = request;
  const signingTime = Math.floor(deps.clock.now() / 1000) * 1000;
  const { signer, signerName } = await signerOf(deps, organisation ?? '', { form, keyId: request.keyId, now: signingTime });
  const id = randomId(deps.random);
  const prepared = prepareSigning(deps, { ...request, certify, id, signer, signerName, signingTime });
  const digestBefore = toHex(deps.engine.crypto.digest('sm3', request.document));
  const use = {
    id,
    form,
    certify,
    signer,
    organisation: organisation ?? '',
    subject: null,
    signingTime,
    digestBefore,
    actor,
    purpose,
  };
  const { document, evidence } = await useSignatureKey(deps, use, {
    prepared,
    upTo: 'archive',
    requireEvidence: request.requireEvidence,
  });
  return { document, evidence, signing: id };
}

/**
 * The key that signs for an organisation, and what the organisation is called. Rejects with ORGANISATION_NOT_FOUND,
 * ORGANISATION_ENDED, DEMONSTRATION_REFUSED, and as {@link findSigner} does.
 */
export async function signerOf(
  deps: LicenceDependencies,
  organisation: string,
  asked: { readonly form: SignatureForm; readonly keyId?: string | undefined; readonly now: Instant },
): Promise<{ readonly signer: SigningKey; readonly signerName: string }> {
  const { records } = deps.store;
  const found = await records.get('organisations', organisation);
  if (!found) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation });
  refuseEnded(found, asked.now);
  if (found.demonstration && !deps.demonstration) throw new YinzhengError('DEMONSTRATION_REFUSED');
  return { signer: await findSigner({ ...deps, records }, { organisation, ...asked }), signerName: named(found, asked.now).name };
}

/** Prepares a document for a signature, with room for the evidence that is to be had here; see {@link prepareCmsSigning}. */
export function prepareSigning(
  { engine, evidence }: Pick<LicenceDependencies, 'engine' | 'evidence'>,
  input: Pick<CmsSigningInput, 'document' | 'signingTime' | 'fields' | 'signerName'> & {
    readonly id: string;
    readonly form: SignatureForm;
    readonly certify: Certification;
    readonly signer: SigningKey;
    readonly reason?: string | undefined;
  },
): PreparedCmsDocument {
  const { id, form, certify, signer, reason, document, signingTime, fields, signerName } = input;
  return prepareCmsSigning(engine, {
    ...{ document, certify, signingTime, profile: PROFILES[form], unique: `signings/${id}` },
    signer: {
      ...{ certificate: signer.certificate.raw, chain: signer.chain.map(({ raw }) => raw) },
      scheme: usualScheme(signer.certificate.publicKey, signer.padding),
    },
    timeStampSize: timeStampRoom(evidence),
    ...(fields && { fields }),
    ...(signerName !== undefined && { signerName }),
    ...(reason !== undefined && { reason }),
  });
}

/** One use of a key that signs documents. */
export interface SignatureUse {
  /** Id of the signing record. */
  readonly id: string;
  readonly form: SignatureForm;
  readonly certify: Certification;
  readonly signer: SigningKey;
  readonly organisation: string;
  /** `licences/<id>` or `stampings/<id>` where the signature is part of either. */
  readonly subject: string | null;
  readonly signingTime: Instant;
  /** SM3 of what is signed, hexadecimal; null where it was never there alone. */
  readonly digestBefore: string | null;
  /** What it is used on, as grants see it; a document when absent. */
  readonly kind?: UseKind | undefined;
  readonly actor: Actor;
  readonly purpose: Purpose;
}

/**
 * Uses a key on a prepared document, which takes what evidence is to be had: the intent is written before, the result after. Rejects as
 * custody and the store do, and with SEAL_USE_REFUSED where the key is not granted for this, EVIDENCE_MISSING.
 */
export async function useSignatureKey(
  deps: LicenceDependencies,
  use: SignatureUse,
  work: {
    readonly prepared: PreparedCmsDocument;
    readonly upTo: 'time-stamp' | 'archive';
    readonly requireEvidence?: boolean | undefined;
  },
): Promise<Omit<SigningResult, 'signing'>> {
  const { id, signer, actor, kind = 'document', purpose } = use;
  const { prepared, upTo, requireEvidence = false } = work;
  const asked = { keyId: signer.keyId, kind, actor, purpose };
  const claim = await admitKeyUse({ ...deps, records: deps.store.records }, asked);
  await intend(deps, use);
  try {
    const { keyId, padding, certificate } = signer;
    const authorisation = { actor: actor.person ?? actor.client, reference: `signings/${id}`, use: claim };
    const request = { keyId, purpose: 'cms-signature', tbs: prepared.tbs, padding, authorisation } as const;
    const signature = await signAsKnown(deps, request, {
      certificate: certificate.raw,
      changed: (how) => new YinzhengError('SIGNATURE_KEY_UNUSABLE', { keyId, reason: CHANGED_KEY_WORDS[how] }),
    });
    const unique = `signings/${id}/evidence`;
    const { file, level } = await proveSignature(deps.evidence, deps.engine, { prepared, signature, unique, upTo });
    if (requireEvidence && level !== 'B-LTA') throw new YinzhengError('EVIDENCE_MISSING', { level });
    await recordSigned(deps, id, { digestAfter: toHex(file.sm3), evidence: level });
    return { document: file.bytes, evidence: level };
  } catch (error) {
    // Without a store the intent stays, and the next start shows its outcome as unknown.
    if (!isYinzhengError(error, 'STORE_UNAVAILABLE')) {
      await recordUnsigned(deps, id, isYinzhengError(error) ? error.code : 'INTERNAL');
    }
    throw error;
  }
}

const CHANGED_KEY_WORDS = {
  renewed: bilingual('it was given another certificate a moment ago; try again', '该密钥刚刚换发证书，请重试'),
  gone: bilingual('custody has the key no more', '该密钥已不在保管中'),
};

function intend({ store, clock }: Pick<LicenceDependencies, 'store' | 'clock'>, use: SignatureUse): Promise<void> {
  const { id, form, certify, signer, organisation, subject, signingTime, digestBefore, actor, purpose } = use;
  return store.records.insert('signings', {
    ...{ _id: id, schema: 1, version: 1, state: 'intended', form, certify },
    ...{ keyId: signer.keyId, certificate: toBase64(signer.certificate.raw), organisation, subject },
    ...{ digestBefore, digestAfter: null, evidence: null },
    ...{ signingTime: isoInstant(signingTime), recordedAt: isoInstant(clock.now()), actor, purpose },
    ...{ failure: null, outbox: [], pending: false },
  });
}
