import { fromBase64 } from '../base/bytes.ts';
import type { SealRecord, SealVersion } from '../domain/seal/index.ts';
import { parseSeal, type Seal } from '../ses/index.ts';

/** Most seals kept ready at a time. */
const KEPT = 1_000;

/** A seal of the register ready to sign with. */
export interface ReadySeal {
  /** SESeal, parsed from the DER of the register. */
  readonly seal: Seal;
  /** Signer's certificate, DER. */
  readonly certificate: Uint8Array;
}

/** Seals by their digest, decoded once. */
export type SealCache = Map<string, ReadySeal>;

/** An empty cache. */
export function createSealCache(): SealCache {
  return new Map();
}

/** Which version of which seal is used. */
export interface SealInUse {
  readonly record: SealRecord;
  readonly version: SealVersion;
}

/**
 * A seal's version, decoded.
 * @throws {YinzhengError} SEAL_MALFORMED when the register's copy is damaged
 */
export function readySeal(cache: SealCache, { version }: SealInUse): ReadySeal {
  const known = cache.get(version.sealDigest);
  if (known) return known;
  const ready = { seal: parseSeal(fromBase64(version.seal)), certificate: fromBase64(version.certificate) };
  if (cache.size >= KEPT) cache.clear();
  cache.set(version.sealDigest, ready);
  return ready;
}
