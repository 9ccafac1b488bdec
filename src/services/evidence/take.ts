import { equalBytes, toHex } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import {
  finishCmsSigning,
  finishEvidence,
  finishStamp,
  prepareEvidence,
  type EvidenceInput,
  type PreparedCmsDocument,
  type PreparedDocument,
  type SealedDocument,
} from '../../documents/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';
import { SIGNATURE_LEVELS, type SignatureLevel } from '../../domain/signature/index.ts';
import {
  gatherPaths,
  isTimeStampingCertificate,
  parseCertificate,
  parseSignedData,
  parseTimeStampInfo,
  type Certificate,
  type GatheredPaths,
  type PreparedTrust,
  type ValidationData,
  type VerificationCache,
} from '../../pki/index.ts';
import type { EvidenceDependencies } from './ports.ts';

/** Room for a time stamp token of an authority whose tokens are not known beforehand, bytes: token, its certificate and those above it. */
const TIME_STAMP_SIZE = 4_096;

/** Room that is to be made for a time stamp token, bytes: a smaller one than others' where the authority knows how large its own are. */
export function tokenRoom({ largest }: Pick<EvidenceDependencies['timeStamps'], 'largest'>): number {
  return largest?.() || TIME_STAMP_SIZE;
}

/** A sealed document and how far it proves itself. */
export interface ProvenDocument {
  readonly file: SealedDocument;
  readonly level: EvidenceLevel;
  /** When the certificate of its document time stamp ends; null where it has none. */
  readonly proofEnds: Instant | null;
}

/** A document to which evidence was added. */
export interface EvidencedDocument extends SealedDocument {
  /** When the certificate of its last time stamp ends; null where that is not in the token. */
  readonly proofEnds: Instant | null;
}

/** A signed document and how far it proves itself. */
export interface ProvenSignature {
  readonly file: SealedDocument;
  readonly level: SignatureLevel;
}

/** Digest that time stamps are about. */
type EvidenceAlgorithm = NonNullable<EvidenceInput['algorithm']>;

/** What evidence is about: a document that waits for its signature value, or for a token over that. */
interface Unproven {
  /** The document with its signature value, and with a time stamp token over that where one is given. */
  readonly finish: (token?: Uint8Array) => SealedDocument;
  readonly signature: Uint8Array;
  /** Certificates whose validity the document rests on, DER. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: EvidenceAlgorithm;
  /** Those of them that must lead to an anchor: of a certificate that does not, nobody can say that it was not revoked. */
  readonly known: readonly Uint8Array[];
  readonly unique: string;
  readonly begun?: EvidenceInput['begun'];
}

const SEAL_LEVELS = ['SES', 'SES-T', 'SES-LT'] as const satisfies readonly EvidenceLevel[];

/**
 * Finishes a document that was prepared with room for a token ({@link tokenRoom}): time stamp over the signature value, then validation
 * data under a document time stamp. A signature that exists is never lost for want of evidence: where some is not to be had, the level says
 * so. `unique` is a text that no other document has; `besides` are certificates (DER) of other signatures that the document has.
 */
export async function takeEvidence(
  deps: EvidenceDependencies,
  input: {
    readonly prepared: PreparedDocument;
    readonly signature: Uint8Array;
    readonly unique: string;
    readonly besides?: readonly Uint8Array[];
  },
): Promise<ProvenDocument> {
  const { prepared, signature, unique, besides = [] } = input;
  const { file, step, proofEnds } = await proveDocument(deps, {
    ...{ signature, unique, algorithm: 'sm3' },
    finish: (token) => finishStamp(prepared, signature, token),
    certificates: [prepared.certificate, prepared.makerCertificate, ...besides],
    known: besides,
    begun: { length: prepared.draft.covered[0].length, digestWith: prepared.digestWith },
  });
  return { file, level: SEAL_LEVELS[step], proofEnds };
}

/**
 * The same for a signature without a seal; time stamps are about a digest of the kind that its key signs with, so that who verifies the
 * one can verify the other.
 */
export async function takeSignatureEvidence(
  deps: EvidenceDependencies,
  input: { readonly prepared: PreparedCmsDocument; readonly signature: Uint8Array; readonly unique: string },
): Promise<ProvenSignature> {
  const { file, step } = await proveDocument(deps, { ...unprovenSignature(deps, input), unique: input.unique });
  return { file, level: SIGNATURE_LEVELS[step] };
}

/** Finishes a signature with a time stamp over its value, and no more: other signatures are to follow at once. */
export async function stampSignature(
  deps: EvidenceDependencies,
  input: { readonly prepared: PreparedCmsDocument; readonly signature: Uint8Array },
): Promise<ProvenSignature> {
  const unproven = unprovenSignature(deps, input);
  try {
    return { file: unproven.finish(await tokenOver(deps, unproven)), level: 'B-T' };
  } catch (error) {
    deps.onError(error);
    return { file: unproven.finish(), level: 'B-B' };
  }
}

function unprovenSignature(
  { engine }: EvidenceDependencies,
  { prepared, signature }: { readonly prepared: PreparedCmsDocument; readonly signature: Uint8Array },
): Omit<Unproven, 'unique'> {
  const { certificate, scheme } = prepared.signedData.signer;
  return {
    signature,
    finish: (timeStamp) => finishCmsSigning(engine, prepared, timeStamp === undefined ? { signature } : { signature, timeStamp }),
    certificates: [certificate.raw],
    known: [certificate.raw],
    algorithm: scheme.kind === 'sm2' ? 'sm3' : 'sha256',
  };
}

/** How far it came: 0 the signature, 1 its time stamp, 2 validation data under a document time stamp. */
async function proveDocument(
  deps: EvidenceDependencies,
  unproven: Unproven,
): Promise<{ readonly file: SealedDocument; readonly step: 0 | 1 | 2; readonly proofEnds: Instant | null }> {
  const { finish, certificates, known, algorithm, unique, begun } = unproven;
  let stamped: SealedDocument | null = null;
  try {
    const token = await tokenOver(deps, unproven);
    stamped = finish(token);
    const input = { document: stamped.bytes, token, certificates, known, algorithm, unique, begun };
    const { proofEnds, ...file } = await addEvidence(deps, input);
    return { file, step: 2, proofEnds };
  } catch (error) {
    deps.onError(error);
    return stamped ? { file: stamped, step: 1, proofEnds: null } : { file: finish(), step: 0, proofEnds: null };
  }
}

function tokenOver(
  { engine, timeStamps }: EvidenceDependencies,
  { algorithm, signature }: Pick<Unproven, 'algorithm' | 'signature'>,
): Promise<Uint8Array> {
  return timeStamps.stamp({ algorithm, digest: engine.crypto.digest(algorithm, signature) });
}

/**
 * Adds validation data and a document time stamp to a sealed or signed document; `token` is the time stamp of the signature, null for one
 * that has none. Rejects as the sources do.
 */
export async function addEvidence(
  deps: EvidenceDependencies,
  input: {
    readonly document: Uint8Array;
    readonly token: Uint8Array | null;
    /** Certificates whose validity the document rests on, DER. */
    readonly certificates: readonly Uint8Array[];
    /** Those of them that must lead to an anchor; none when absent. */
    readonly known?: readonly Uint8Array[];
    /** Digest that the time stamps are about; SM3 when absent. */
    readonly algorithm?: EvidenceAlgorithm;
    readonly unique: string;
    readonly begun?: EvidenceInput['begun'];
  },
): Promise<EvidencedDocument> {
  const { document, token, certificates, known = [], algorithm = 'sm3', unique, begun } = input;
  const { crypto } = deps.engine;
  // The authority must be known before its certificates can be put under its time stamp.
  const stamp = token ?? (await tokenOver(deps, { algorithm, signature: crypto.digest('sm3', document) }));
  const data = await validationData(deps, { certificates, known }, [stamp]);
  const prepared = prepareEvidence(deps.engine, {
    document,
    data,
    timeStampSize: tokenRoom(deps.timeStamps),
    algorithm,
    unique,
    begun,
  });
  const last = await deps.timeStamps.stamp({ algorithm, digest: prepared.imprint });
  return { ...finishEvidence(prepared, last), proofEnds: unitEnd(last, deps.cache) };
}

/** When the certificate of the unit that made a token ends; null where it is not inside. */
export function unitEnd(token: Uint8Array, cache?: VerificationCache): Instant | null {
  return parseSignedData(token, cache).certificates.find(isTimeStampingCertificate)?.notAfter ?? null;
}

/** Most sets of certificates whose paths are remembered: one for each seal in use. */
const MOST_PATHS = 2_000;
/** Paths found under a trust: which they are depends on nothing else. */
const PATHS = new WeakMap<PreparedTrust, Map<string, GatheredPaths>>();

function pathsOf(targets: readonly Certificate[], context: Parameters<typeof gatherPaths>[1]): GatheredPaths {
  const { trust, crypto } = context;
  const known = PATHS.get(trust) ?? new Map<string, GatheredPaths>();
  PATHS.set(trust, known);
  const key = toHex(crypto.digest('sha256', ...targets.map(({ raw }) => raw)));
  const paths = known.get(key) ?? gatherPaths(targets, context);
  if (known.size >= MOST_PATHS) known.clear();
  known.set(key, paths);
  return paths;
}

/**
 * The chains of certificates (DER) and of the authorities of time stamp tokens, and their status, made at or after the time of the first
 * token; certificates that are `known` must lead to an anchor. Rejects as the sources do, and with REVOCATION_UNAVAILABLE.
 */
export async function validationData(
  { engine, revocation, trust, cache }: EvidenceDependencies,
  { certificates, known = [] }: { readonly certificates: readonly Uint8Array[]; readonly known?: readonly Uint8Array[] },
  [token, ...others]: readonly [Uint8Array, ...Uint8Array[]],
): Promise<ValidationData> {
  const stamp = parseSignedData(token, cache);
  const more = others.flatMap((other) => certificatesIn(other, cache));
  const read = (bytes: Uint8Array): Certificate => cache?.read('certificate', bytes, parseCertificate) ?? parseCertificate(bytes);
  const targets = [...certificates.map(read), ...stamp.certificates, ...more];
  const paths = pathsOf(targets, { trust: trust(), crypto: engine.crypto, cache });
  const isQuestioned = (one: Certificate): boolean =>
    paths.questioned.some(({ certificate }) => equalBytes(certificate.raw, one.raw));
  if (!known.map(read).every(isQuestioned)) throw new YinzhengError('REVOCATION_UNAVAILABLE');
  const since = stamp.content === null ? 0 : parseTimeStampInfo(stamp.content).time;
  return { certificates: paths.certificates.map(({ raw }) => raw), ...(await revocation.about(paths.questioned, since)) };
}

/** The certificates in a token of others, which may be none at all. */
function certificatesIn(token: Uint8Array, cache: EvidenceDependencies['cache']): readonly Certificate[] {
  try {
    return parseSignedData(token, cache).certificates;
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}
