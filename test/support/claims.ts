/** Claims, status lists and key sets for tests, signed by keys of a test CA. */
import {
  assembleStatusList,
  encodeClaim,
  encodeKeySet,
  encodeStatusList,
  joinSigned,
  keyIdOf,
  readClaim,
  readKeySet,
  readStatusList,
  type KeySet,
  type KeyUsage,
  type LicenceClaim,
  type PublishedKey,
  type StatusList,
} from '../../src/claim/index.ts';
import type { LocalDate } from '../../src/base/time.ts';
import { derToRaw, pointVerifier, sm2Point } from '../../src/crypto/index.ts';
import { crypto, day, issue, makeRoot, type TestIdentity } from './pki.ts';

/** SM2 with SM3 by OpenSSL. */
export const verifier = pointVerifier(crypto);

/** A signer of claims and the like. */
export function makeSigner(): TestIdentity {
  return issue(makeRoot(), { name: { country: 'CN', commonName: 'Test Licence Claims' } });
}

/** Its point. */
export function pointOf({ certificate }: TestIdentity): Uint8Array {
  return sm2Point(certificate.publicKey.raw);
}

export function keyIdOfSigner(signer: TestIdentity): Uint8Array {
  return keyIdOf(pointOf(signer), verifier.sm3);
}

/** A signature r‖s. */
export function rawSignature(signer: TestIdentity, tbs: Uint8Array): Uint8Array {
  const raw = derToRaw(signer.sign(tbs));
  if (raw === null) throw new TypeError('no SM2 signature');
  return raw;
}

/** A claim as a licence of `day(0)` would have it. */
export function claimOf(signer: TestIdentity, other: Partial<LicenceClaim> = {}): LicenceClaim {
  return {
    keyId: keyIdOfSigner(signer),
    issueDate: '2026-01-01' as LocalDate,
    validFrom: '2026-01-01' as LocalDate,
    validTo: '2030-12-31' as LocalDate,
    code: Uint8Array.from({ length: 10 }, (_, index) => index * 25),
    status: { list: 1, index: 77 },
    demonstration: false,
    identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    typeName: '食品经营许可证',
    issuer: '样本省市场监督管理局',
    holder: '样本省****公司',
    ...other,
  };
}

export function signedClaim(signer: TestIdentity, other: Partial<LicenceClaim> = {}): Uint8Array {
  const tbs = encodeClaim(claimOf(signer, other));
  return joinSigned({ tbs, signature: rawSignature(signer, tbs) });
}

export const readSigned = (bytes: Uint8Array): ReturnType<typeof readClaim> => readClaim(bytes);

export function listOf(signer: TestIdentity, other: Partial<StatusList> = {}): StatusList {
  const facts = { keyId: keyIdOfSigner(signer), list: 1, issuedAt: day(1), nextUpdate: day(2) };
  return { ...facts, entries: new Uint8Array(1000), ...other };
}

export function signedList(signer: TestIdentity, other: Partial<StatusList> = {}): Uint8Array {
  const made = encodeStatusList(listOf(signer, other), verifier.sm3);
  return assembleStatusList(made, rawSignature(signer, made.tbs));
}

export function readList(bytes: Uint8Array): ReturnType<typeof readStatusList> {
  return readStatusList(bytes, verifier.sm3);
}

export function published(signer: TestIdentity, usages: readonly KeyUsage[], other: Partial<PublishedKey> = {}): PublishedKey {
  const { certificate } = signer;
  const period = { notBefore: certificate.notBefore, notAfter: certificate.notAfter, revokedAt: null };
  return { usages, point: pointOf(signer), ...period, name: '样本省电子证照', certificate: certificate.raw, ...other };
}

export function signedKeySet(signer: TestIdentity, keys: readonly PublishedKey[], other: Partial<KeySet> = {}): Uint8Array {
  const tbs = encodeKeySet({ keyId: keyIdOfSigner(signer), issuedAt: day(1), nextUpdate: day(8), keys, ...other });
  return joinSigned({ tbs, signature: rawSignature(signer, tbs) });
}

export const readSet = (bytes: Uint8Array): ReturnType<typeof readKeySet> => readKeySet(bytes);
