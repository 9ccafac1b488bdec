/** Keys that systems publish themselves (JWK Set, RFC 7517 section 5), read. Adapter that fetches them: `adapters/key-sets`. */
import { fromUtf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { readJwk, signingKeyType } from '../../crypto/native/index.ts';
import type { ClientKeyType } from '../../domain/client/index.ts';

/** A key of a set. */
export interface SetKey {
  /** `kid`; null where it has none. */
  readonly id: string | null;
  readonly keyType: ClientKeyType;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
  /** `alg`; null where any that goes with the key is meant. */
  readonly algorithm: string | null;
}

/** Key sets at addresses that the operator permits. */
export interface KeySets {
  /** Whether a set may be fetched from an address at all. */
  permits(url: string): boolean;
  /**
   * Keys of the set at an address that a `kid` may mean, all where it is null; null where the set cannot be had and none of before is good any more.
   * Never rejects.
   */
  find(url: string, keyId: string | null): Promise<readonly SetKey[] | null>;
}

/** Largest set, bytes. */
export const MAX_KEY_SET_BYTES = 65_536;
/** Most keys of a set that are looked at. */
export const MAX_SET_KEYS = 50;
const LONGEST_NAME = 256;

/**
 * The keys of a JWK Set that sign: RSA from 2,048 bits, P-256, SM2. What is for something else, or is none that is taken, is passed over; so is a key
 * whose private part is there for everybody to read. Null for what is no set.
 */
export function readKeySet(bytes: Uint8Array): readonly SetKey[] | null {
  if (bytes.length > MAX_KEY_SET_BYTES) return null;
  let set: unknown;
  try {
    set = JSON.parse(fromUtf8(bytes));
  } catch {
    return null;
  }
  const { keys } = (set ?? {}) as { readonly keys?: unknown };
  return Array.isArray(keys) ? keys.slice(0, MAX_SET_KEYS).flatMap(setKeyOf) : null;
}

function setKeyOf(jwk: unknown): readonly SetKey[] {
  if (typeof jwk !== 'object' || jwk === null) return [];
  const { kid, use, alg, key_ops: operations, d, p, q, k, ...members } = jwk as Readonly<Record<string, unknown>>;
  const isPublic = [d, p, q, k].every((member) => member === undefined);
  const isForSigning =
    (use === undefined || use === 'sig') &&
    (operations === undefined || (Array.isArray(operations) && operations.includes('verify')));
  const isNamed = kid === undefined || (typeof kid === 'string' && kid !== '' && kid.length <= LONGEST_NAME);
  if (!isPublic || !isForSigning || !isNamed || (alg !== undefined && typeof alg !== 'string')) return [];
  const [kty, crv, x, y, n, e] = ['kty', 'crv', 'x', 'y', 'n', 'e'].map((name) => members[name]).map(textOf);
  if (kty !== 'EC' && kty !== 'RSA') return [];
  try {
    const spki = readJwk({ kty, crv, x, y, n, e });
    return [{ id: kid ?? null, keyType: signingKeyType(spki), spki, algorithm: alg ?? null }];
  } catch (error) {
    if (isYinzhengError(error)) return [];
    throw error;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
