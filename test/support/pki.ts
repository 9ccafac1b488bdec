/**
 * A certificate authority for tests: chains of SM2, ECDSA (P-256, P-384) or RSA certificates, revocation lists and requests, written by
 * `src/pki` and signed by node:crypto.
 *
 * ```ts
 * const root = makeRoot();                                       // self-signed CA, SM2
 * const ca = issue(root, { profile: 'authority', name: { commonName: 'CA' } });
 * const signer = issue(ca, { name: { organisation: '某局', commonName: '33010600000001' } });
 * const list = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(3), reason: 1 }] });
 * const trust = prepareTrust(trustIn({ anchors: [root], intermediates: [ca], revocationLists: [list] }), crypto);
 * const signature = signer.sign(message);                        // SM2: DER, default user ID
 * ```
 * `makeChain()` gives root, CA and signer at once. Certificates are valid from `day(0)` (2026-01-01T00:00:00Z) to `day(3650)` unless told
 * otherwise; `day(n)` is n days after it. Keys are made anew in each run; the key pair of an identity is in `privateKey` and `pkcs8`.
 */
import { createPrivateKey, createPublicKey, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { readDer } from '../../src/asn1/index.ts';
import type { Instant } from '../../src/base/time.ts';
import { computeZ, DEFAULT_SM2_USER_ID, sm2Point } from '../../src/crypto/index.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import {
  assembleSigned,
  encodeName,
  keyIdentifier,
  parseCertificate,
  parseCertificateList,
  parsePublicKey,
  profileExtensions,
  SM2_WITH_SM3,
  tbsCertificate,
  tbsCertificateList,
  tbsRequest,
  type AlgorithmIdentifier,
  type AuthorisedSealMaker,
  type Certificate,
  type CertificateList,
  type CertificateProfile,
  type Extension,
  type NameFields,
  type TrustMaterial,
} from '../../src/pki/index.ts';
import { der, OID } from '../../src/asn1/index.ts';

/** The provider that tests share. */
export const crypto = createNativeProvider();

/** The instant `days` days after 2026-01-01T00:00:00Z. */
export function day(days: number): Instant {
  return Date.UTC(2026, 0, 1) + days * 86_400_000;
}

export type KeyKind = 'sm2' | 'p256' | 'p384' | 'rsa';

/** A key pair with its certificate. */
export interface TestIdentity {
  readonly certificate: Certificate;
  readonly keyKind: KeyKind;
  readonly privateKey: KeyObject;
  /** PKCS#8 DER, not encrypted. */
  readonly pkcs8: Uint8Array;
  /** Signs: SM2 with SM3 and the default user ID (DER), ECDSA with SHA-256 (DER), RSA PKCS#1 with SHA-256. */
  sign(message: Uint8Array): Uint8Array;
}

export interface IssueOptions {
  readonly profile?: CertificateProfile;
  readonly key?: KeyKind;
  readonly name?: NameFields;
  /** DER of the subject, in place of the name. */
  readonly subject?: Uint8Array;
  readonly notBefore?: Instant;
  readonly notAfter?: Instant;
  readonly serialNumber?: Uint8Array;
  readonly pathLength?: number | null;
  readonly policies?: readonly string[];
  readonly crlUris?: readonly string[];
  /** Changes the extensions of the profile before they are written. */
  readonly extensions?: (usual: readonly Extension[]) => readonly Extension[];
  /** Changes the finished signature, to make a wrong one. */
  readonly tamper?: (signature: Uint8Array) => Uint8Array;
  /** The user ID the issuer signs with (SM2); the default one when absent. */
  readonly userId?: Uint8Array;
  /** Certifies this identity's key instead of a new one. */
  readonly sameKeyAs?: TestIdentity;
}

interface KeyPair {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  readonly spki: Uint8Array;
}

/** A self-signed CA. */
export function makeRoot(options: IssueOptions = {}): TestIdentity {
  return certify(null, { profile: 'authority', name: { country: 'CN', commonName: 'Test Root' }, ...options });
}

/** A certificate issued by another identity; the profile is `signing` unless told otherwise. */
export function issue(issuer: TestIdentity, options: IssueOptions = {}): TestIdentity {
  return certify(issuer, options);
}

/** Root, CA and signer of one kind of key, with the trust material that accepts them. */
export function makeChain(key: KeyKind = 'sm2'): {
  readonly root: TestIdentity;
  readonly ca: TestIdentity;
  readonly signer: TestIdentity;
  readonly trust: TrustMaterial;
} {
  const root = makeRoot({ key });
  const ca = issue(root, { key, profile: 'authority', name: { country: 'CN', organisation: '测试机构', commonName: 'Test CA' } });
  const signer = issue(ca, { key, name: { country: 'CN', organisation: '某某局', commonName: '33010600000001' } });
  return { root, ca, signer, trust: trustIn({ anchors: [root], intermediates: [ca] }) };
}

/** Trust material from identities; the anchors are of class `production` unless told otherwise. */
export function trustIn(parts: {
  readonly anchors?: readonly TestIdentity[];
  readonly trustClass?: 'production' | 'demonstration';
  readonly intermediates?: readonly TestIdentity[];
  readonly revocationLists?: readonly CertificateList[];
  readonly sealMakers?: readonly AuthorisedSealMaker[];
}): TrustMaterial {
  const { anchors = [], trustClass = 'production', intermediates = [], revocationLists = [], sealMakers = [] } = parts;
  return {
    anchors: anchors.map(({ certificate }) => ({ certificate, trustClass })),
    intermediates: intermediates.map(({ certificate }) => certificate),
    revocationLists,
    sealMakers,
  };
}

/** A revocation list, by default from `day(0)` to `day(3650)`. */
export function makeRevocationList(
  issuer: TestIdentity,
  options: {
    readonly revoked?: readonly { identity: TestIdentity; at: Instant; reason?: number; invalidityDate?: Instant }[];
    readonly thisUpdate?: Instant;
    readonly nextUpdate?: Instant;
    readonly number?: number;
    readonly tamper?: (signature: Uint8Array) => Uint8Array;
  } = {},
): CertificateList {
  const algorithm = algorithmOf(issuer.keyKind);
  const tbs = tbsCertificateList({
    signatureAlgorithm: algorithm,
    issuer: issuer.certificate.subject.raw,
    issuerKeyIdentifier: keyIdentifier(issuer.certificate.publicKey, crypto),
    thisUpdate: options.thisUpdate ?? day(0),
    nextUpdate: options.nextUpdate ?? day(3650),
    number: options.number ?? 1,
    entries: (options.revoked ?? []).map(({ identity, at, reason, invalidityDate }) => ({
      serialNumber: identity.certificate.serialNumber,
      revokedAt: at,
      reason: reason ?? null,
      invalidityDate: invalidityDate ?? null,
    })),
  });
  const signature = issuer.sign(tbs);
  return parseCertificateList(assembleSigned(tbs, algorithm, options.tamper?.(signature) ?? signature));
}

/** A certificate request signed by an identity's key, DER. */
export function makeRequest(identity: TestIdentity, name: NameFields, extensions: readonly Extension[] = []): Uint8Array {
  const tbs = tbsRequest({ subject: encodeName(name), publicKey: identity.certificate.publicKey.raw, extensions });
  return assembleSigned(tbs, algorithmOf(identity.keyKind), identity.sign(tbs));
}

/** Signs with SM2 and a given user ID: `createSign('sm3')` adds no Z, so it is fed `Z ‖ M`. */
export function signSm2(privateKey: KeyObject, spki: Uint8Array, userId: Uint8Array, message: Uint8Array): Uint8Array {
  const z = computeZ((...parts) => crypto.digest('sm3', ...parts), sm2Point(spki), userId);
  return createSign('sm3').update(z).update(message).sign(privateKey);
}

/** The AlgorithmIdentifier that identities of a kind sign with. */
export function algorithmOf(kind: KeyKind): AlgorithmIdentifier {
  if (kind === 'sm2') return SM2_WITH_SM3;
  return kind !== 'rsa'
    ? { oid: OID.ecdsaWithSha256, parameters: null }
    : { oid: OID.sha256WithRsa, parameters: der.nullValue() };
}

function certify(issuer: TestIdentity | null, options: IssueOptions): TestIdentity {
  const own = options.sameKeyAs ? pairOf(options.sameKeyAs) : makeKeyPair(options.key ?? issuer?.keyKind ?? 'sm2');
  const signer = issuer ? pairOf(issuer) : own;
  const algorithm = algorithmOf(signer.kind);
  const subject =
    options.subject ?? encodeName(options.name ?? { country: 'CN', commonName: `Test ${randomBytes(4).toString('hex')}` });
  const usual = profileExtensions({
    profile: options.profile ?? 'signing',
    subjectKey: parsePublicKey(readDer(own.spki)),
    issuerKeyIdentifier: issuer ? keyIdentifier(issuer.certificate.publicKey, crypto) : null,
    pathLength: options.pathLength ?? null,
    policies: options.policies ?? [],
    crlUris: options.crlUris ?? [],
    crypto,
  });
  const tbs = tbsCertificate({
    serialNumber: options.serialNumber ?? Uint8Array.of(0x40, ...randomBytes(15)),
    signatureAlgorithm: algorithm,
    issuer: issuer?.certificate.subject.raw ?? subject,
    subject,
    notBefore: options.notBefore ?? day(0),
    notAfter: options.notAfter ?? day(3650),
    publicKey: own.spki,
    extensions: options.extensions?.(usual) ?? usual,
  });
  const signature = signWith(signer, tbs, options.userId ?? DEFAULT_SM2_USER_ID);
  const certificate = parseCertificate(assembleSigned(tbs, algorithm, options.tamper?.(signature) ?? signature));
  return {
    certificate,
    keyKind: own.kind,
    privateKey: own.privateKey,
    pkcs8: own.privateKey.export({ format: 'der', type: 'pkcs8' }),
    sign: (message) => signWith(own, message, DEFAULT_SM2_USER_ID),
  };
}

function pairOf({ keyKind, privateKey, certificate }: TestIdentity): KeyPair {
  return { kind: keyKind, privateKey, spki: certificate.publicKey.raw };
}

function signWith({ kind, privateKey, spki }: KeyPair, message: Uint8Array, userId: Uint8Array): Uint8Array {
  if (kind === 'sm2') return signSm2(privateKey, spki, userId, message);
  return createSign('sha256').update(message).sign(privateKey);
}

/** A new key pair; loaded from PKCS#8, since an EC key is an SM2 key for OpenSSL only then. */
function makeKeyPair(kind: KeyKind): KeyPair {
  const made =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: { sm2: 'SM2', p256: 'prime256v1', p384: 'secp384r1' }[kind] });
  const key = made.privateKey.export({ format: 'der', type: 'pkcs8' });
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return { kind, privateKey, spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }) };
}
