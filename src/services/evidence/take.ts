import { toHex } from '../../base/bytes.ts';
import {
  finishEvidence,
  finishStamp,
  prepareEvidence,
  type EvidenceInput,
  type PreparedDocument,
  type SealedDocument,
} from '../../documents/index.ts';
import type { EvidenceLevel } from '../../domain/licence/index.ts';
import {
  gatherPaths,
  parseCertificate,
  parseSignedData,
  parseTimeStampInfo,
  type Certificate,
  type GatheredPaths,
  type PreparedTrust,
  type ValidationData,
} from '../../pki/index.ts';
import type { EvidenceDependencies } from './ports.ts';

/** Largest time stamp token that room is made for, bytes: token, its certificate and those above it. */
export const TIME_STAMP_SIZE = 4_096;

/** A sealed document and how far it proves itself. */
export interface ProvenDocument {
  readonly file: SealedDocument;
  readonly level: EvidenceLevel;
}

/** The certificates whose validity a seal rests on, DER. */
export interface SealCertificates {
  readonly signer: Uint8Array;
  readonly maker: Uint8Array;
}

/**
 * Finishes a document that was prepared with room for a token of {@link TIME_STAMP_SIZE}: time stamp over the signature value, then validation
 * data under a document time stamp. A signature that exists is never lost for want of evidence: where some is not to be had, the level says
 * so. `unique` is a text that no other document has.
 */
export async function takeEvidence(
  deps: EvidenceDependencies,
  input: {
    readonly prepared: PreparedDocument;
    readonly signature: Uint8Array;
    readonly unique: string;
  },
): Promise<ProvenDocument> {
  const { prepared, signature, unique } = input;
  const certificates = { signer: prepared.certificate, maker: prepared.makerCertificate };
  const { crypto } = deps.engine;
  let level: EvidenceLevel = 'SES';
  let file: SealedDocument | null = null;
  try {
    const token = await deps.timeStamps.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', signature) });
    const stamped = finishStamp(prepared, signature, token);
    [file, level] = [stamped, 'SES-T'];
    const begun = { length: prepared.draft.covered[0].length, digestWith: prepared.digestWith };
    return { file: await addEvidence(deps, { document: stamped.bytes, token, certificates, unique, begun }), level: 'SES-LT' };
  } catch (error) {
    deps.onError(error);
    return { file: file ?? finishStamp(prepared, signature), level };
  }
}

/**
 * Adds validation data and a document time stamp to a sealed document; `token` is the time stamp of the seal, null for one that has none.
 * Rejects as the sources do.
 */
export async function addEvidence(
  deps: EvidenceDependencies,
  input: {
    readonly document: Uint8Array;
    readonly token: Uint8Array | null;
    readonly certificates: SealCertificates;
    readonly unique: string;
    readonly begun?: EvidenceInput['begun'];
  },
): Promise<SealedDocument> {
  const { document, token, certificates, unique, begun } = input;
  const { crypto } = deps.engine;
  // The authority must be known before its certificates can be put under its time stamp.
  const known = token ?? (await deps.timeStamps.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', document) }));
  const data = await validationData(deps, certificates, known);
  const prepared = prepareEvidence(deps.engine, { document, data, timeStampSize: TIME_STAMP_SIZE, unique, begun });
  return finishEvidence(prepared, await deps.timeStamps.stamp({ algorithm: 'sm3', digest: prepared.imprint }));
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

async function validationData(
  { engine, revocation, trust, cache }: EvidenceDependencies,
  certificates: SealCertificates,
  token: Uint8Array,
): Promise<ValidationData> {
  const stamp = parseSignedData(token, cache);
  const read = (bytes: Uint8Array): Certificate => cache?.read('certificate', bytes, parseCertificate) ?? parseCertificate(bytes);
  const targets = [...[certificates.signer, certificates.maker].map(read), ...stamp.certificates];
  const paths = pathsOf(targets, { trust: trust(), crypto: engine.crypto, cache });
  const since = stamp.content === null ? 0 : parseTimeStampInfo(stamp.content).time;
  return { certificates: paths.certificates.map(({ raw }) => raw), ...(await revocation.about(paths.questioned, since)) };
}
