/**
 * Tokens of an identity platform (统一身份认证) that are signed by SM2 with SM3: neither `openid-client` nor its JOSE layer knows them. The claims are judged as
 * those of others; the signature is verified here, by the platform's keys, with our own provider.
 */
import { fromUtf8 } from '../../base/bytes.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { createNativeProvider, readJwk, signingKeyType } from '../../crypto/native/index.ts';
import { readSm2Jws, verifySm2Jws } from '../../services/oauth/index.ts';
import type { Clock } from '../../services/platform.ts';

/** What `alg` says of them: the name of GM/T 0125.1-2022, and what platforms from before it say. */
export const SM2_ALGORITHMS = ['SGD_SM3_SM2', 'SM2'] as const;

/** Whether an algorithm is one of them. */
export function isSm2Algorithm(algorithm: string): boolean {
  return SM2_ALGORITHMS.some((name) => name === algorithm);
}

/** Largest set of keys that is read, bytes, and how many keys of it are looked at. */
const MOST_BYTES = 262_144;
const MOST_KEYS = 100;
const TIMEOUT = 10_000;
/** How long keys are good for, and how soon they are asked for again when one is not among them, ms. */
const KEPT_FOR = 600_000;
const ASKED_AGAIN_AFTER = 30_000;

interface KeySet {
  readonly address: string;
  readonly keys: readonly { readonly id: string | null; readonly spki: Uint8Array }[];
  readonly askedAt: number;
}

/** The claims of a token whose signature is the platform's; null where it is not. Rejects with IDENTITY_PROVIDER_UNAVAILABLE. */
export type Sm2TokenReader = (
  token: string,
  keys: { readonly address: string; readonly algorithm: string },
) => Promise<Readonly<Record<string, unknown>> | null>;

/** A reader of tokens by the keys that a platform publishes at its `jwks_uri`; redirects are not followed. */
export function createSm2TokenReader(clock: Clock): Sm2TokenReader {
  const crypto = createNativeProvider();
  let known: KeySet | null = null;

  async function keysAt(address: string, { fresh }: { readonly fresh: boolean }): Promise<KeySet> {
    const age = known?.address === address ? clock.now() - known.askedAt : Number.POSITIVE_INFINITY;
    if (known && age < (fresh ? ASKED_AGAIN_AFTER : KEPT_FOR)) return known;
    known = { address, keys: sm2KeysOf(await fetchKeys(address)), askedAt: clock.now() };
    return known;
  }

  return async (token, { address, algorithm }) => {
    const jws = readSm2Jws(token, algorithm);
    if (!jws) return null;
    // A key that the platform took since is in a newer set.
    for (const fresh of [false, true]) {
      const { keys } = await keysAt(address, { fresh });
      const candidates = jws.keyId === null ? keys : keys.filter(({ id }) => id === jws.keyId);
      if (candidates.some(({ spki }) => verifySm2Jws(crypto, token, spki))) return jws.claims;
    }
    return null;
  };
}

async function fetchKeys(address: string): Promise<unknown> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
    if (!response.ok || !response.body) throw new RangeError(`status ${response.status}`);
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of response.body as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > MOST_BYTES) throw new RangeError('too large');
      parts.push(part);
    }
    return JSON.parse(fromUtf8(Buffer.concat(parts)));
  } catch (cause) {
    throw new YinzhengError('IDENTITY_PROVIDER_UNAVAILABLE', {}, { cause });
  }
}

/** The SM2 keys of a JWK set; what is none is passed over. */
function sm2KeysOf(set: unknown): KeySet['keys'] {
  const { keys } = (set ?? {}) as { readonly keys?: unknown };
  if (!Array.isArray(keys)) return [];
  return keys.slice(0, MOST_KEYS).flatMap((jwk: unknown) => {
    const { kid, kty, crv, x, y, use } = (jwk ?? {}) as Readonly<Record<string, unknown>>;
    if (kty !== 'EC' || crv !== 'SM2' || typeof x !== 'string' || typeof y !== 'string' || (use !== undefined && use !== 'sig'))
      return [];
    try {
      const spki = readJwk({ kty, crv, x, y });
      return signingKeyType(spki) === 'sm2' ? [{ id: typeof kid === 'string' ? kid : null, spki }] : [];
    } catch (error) {
      if (isYinzhengError(error)) return [];
      throw error;
    }
  });
}
