/** Whether a signature over given bytes is right, with the departures of real products that are tolerated. */
import { latin1, toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import {
  decodeSignature,
  rawToDer,
  type CryptoProvider,
  type DigestAlgorithm,
  type SignatureScheme,
} from '../../crypto/index.ts';
import type { Deviation } from '../../report/index.ts';
import type { AlgorithmIdentifier, PublicKeyInfo } from '../model.ts';
import type { VerificationCache } from './cache.ts';
import { signatureScheme } from './scheme.ts';

/** A signature as received. */
export interface SignedBytes {
  /** The bytes that were signed, as received, in one part or several. */
  readonly tbs: Uint8Array | readonly Uint8Array[];
  readonly algorithm: AlgorithmIdentifier;
  /** Content of the signature's BIT STRING or OCTET STRING. */
  readonly signature: Uint8Array;
  readonly publicKey: PublicKeyInfo;
  readonly crypto: CryptoProvider;
  /** Digest for the CMS algorithms that name only the key. */
  readonly digest?: DigestAlgorithm | null;
  /** Where right signatures over `tbs` of one part are remembered. */
  readonly cache?: VerificationCache | undefined;
}

/** `ok` is true only for a right signature; `unsupported` names an algorithm that could not be tried, so that nothing is known. */
export interface SignatureResult {
  readonly ok: boolean;
  readonly unsupported: string | null;
  readonly deviations: readonly Deviation[];
}

const WRONG: SignatureResult = Object.freeze({ ok: false, unsupported: null, deviations: [] });
const RIGHT: SignatureResult = Object.freeze({ ok: true, unsupported: null, deviations: [] });
const EMPTY_USER_ID = new Uint8Array(0);

/**
 * Verifies a signature. SM2: with the default user ID (GB/T 35276), else with an empty one (deviation EMPTY_SM2_USER_ID); a raw
 * `r‖s` of 64 bytes is accepted (deviation RAW_SM2_SIGNATURE). Never throws for a wrong signature or key.
 */
export function verifySigned(signed: SignedBytes): SignatureResult {
  const { algorithm, publicKey, crypto, cache } = signed;
  const scheme = signatureScheme(algorithm, publicKey, signed.digest ?? null);
  if (scheme === null) return { ok: false, unsupported: algorithm.oid, deviations: [] };
  const message = signed.tbs instanceof Uint8Array ? [signed.tbs] : signed.tbs;
  const key = cache && message.length === 1 ? cacheKey(signed, message) : null;
  const known = key === null ? null : (cache?.get(key) ?? null);
  if (known !== null) return known.length === 0 ? RIGHT : { ok: true, unsupported: null, deviations: known };
  try {
    const result =
      scheme.kind === 'sm2'
        ? verifySm2(signed, message, scheme)
        : crypto.verify(scheme, publicKey.raw, message, signed.signature)
          ? rightWith(scheme)
          : WRONG;
    if (result.ok && key !== null) cache?.add(key, result.deviations);
    return result;
  } catch (error) {
    if (isYinzhengError(error, 'ALGORITHM_UNSUPPORTED')) return { ok: false, unsupported: algorithm.oid, deviations: [] };
    if (isYinzhengError(error, 'KEY_INVALID')) return WRONG;
    throw error;
  }
}

function verifySm2(signed: SignedBytes, message: readonly Uint8Array[], scheme: SignatureScheme): SignatureResult {
  const { publicKey, crypto } = signed;
  const raw = decodeSignature(signed.signature) === null ? rawToDer(signed.signature) : null;
  const signature = raw ?? signed.signature;
  const deviations: Deviation[] = raw === null ? [] : [{ code: 'RAW_SM2_SIGNATURE' }];
  if (crypto.verify(scheme, publicKey.raw, message, signature)) return { ok: true, unsupported: null, deviations };
  if (!crypto.verify({ kind: 'sm2', userId: EMPTY_USER_ID }, publicKey.raw, message, signature)) return WRONG;
  return { ok: true, unsupported: null, deviations: [...deviations, { code: 'EMPTY_SM2_USER_ID' }] };
}

function rightWith(scheme: SignatureScheme): SignatureResult {
  if (scheme.kind === 'sm2' || scheme.digest !== 'sha1') return RIGHT;
  return { ok: true, unsupported: null, deviations: [{ code: 'SHA1_DIGEST', evidence: { where: 'signature' } }] };
}

/** A digest of everything the answer depends on, each part preceded by its length. */
function cacheKey(signed: SignedBytes, message: readonly Uint8Array[]): string {
  const { crypto, publicKey, algorithm, signature } = signed;
  const names = latin1(`${algorithm.oid} ${signed.digest ?? ''}`);
  const parts = [names, algorithm.parameters ?? new Uint8Array(0), publicKey.raw, signature, ...message];
  const lengths = new Uint8Array(new Uint32Array(parts.map(({ length }) => length)).buffer);
  // A name in memory, not a signature: SHA-256 is done by the processor where SM3 is not.
  return toHex(crypto.digest('sha256', lengths, ...parts));
}
