/** Seals and seal signatures for tests, made by `src/ses` and signed by the identities of `test/support/pki.ts`. */
import type { Instant } from '../../src/base/time.ts';
import { OID } from '../../src/asn1/index.ts';
import {
  certificateDigest,
  prepareTrust,
  type PreparedTrust,
  type TrustMaterial,
  type VerificationPolicy,
} from '../../src/pki/index.ts';
import {
  assembleSeal,
  assembleSesSignature,
  parseSesSignature,
  sealInfo,
  tbsSign,
  verifySesSignature,
  type SealSpecification,
  type SesSignatureVerdict,
  type SesSignatureVerification,
} from '../../src/ses/index.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn, type IssueOptions, type TestIdentity } from './pki.ts';

/** A policy that takes what is known. */
export const LENIENT: VerificationPolicy = { revocation: 'if-known', acceptDemonstration: false };
/** The digest that the signatures of {@link stamp} are over. */
export const DATA_HASH: Uint8Array = crypto.digest('sm3', Uint8Array.of(1, 2, 3));
/** When the signatures of {@link stamp} claim to be made. */
export const SIGNED_AT: Instant = day(10);

/** Root, signers' CA with a signer, makers' CA with an authorised maker. */
export interface SealWorld {
  readonly root: TestIdentity;
  readonly signersCa: TestIdentity;
  readonly signer: TestIdentity;
  readonly makersCa: TestIdentity;
  readonly maker: TestIdentity;
  readonly material: TrustMaterial;
}

/** A new world; `signer` and `maker` change how their certificates are issued. */
export function makeSealWorld(changes: { readonly signer?: IssueOptions; readonly maker?: IssueOptions } = {}): SealWorld {
  const root = makeRoot();
  const signersCa = issue(root, { profile: 'authority', name: { commonName: '签章人 CA' } });
  const makersCa = issue(root, { profile: 'authority', name: { commonName: '制章 CA' } });
  const name = { country: 'CN', organisation: '11330106MB0000000X某某局', commonName: '33010600000001' };
  const signer = issue(signersCa, { name, ...changes.signer });
  const maker = issue(makersCa, { name: { commonName: '制章中心' }, policies: [OID.sealMakerPolicy], ...changes.maker });
  const material = trustIn({
    anchors: [root],
    intermediates: [signersCa, makersCa],
    revocationLists: [root, signersCa, makersCa].map((issuer) => makeRevocationList(issuer)),
    sealMakers: [{ kind: 'policy', issuerSm3: certificateDigest(makersCa.certificate, crypto), policy: OID.sealMakerPolicy }],
  });
  return { root, signersCa, signer, makersCa, maker, material };
}

/** A seal of the world's signer by its maker, valid from `day(1)` to `day(1000)`. */
export function makeSealOf(
  { signer, maker }: Pick<SealWorld, 'signer' | 'maker'>,
  changes: Partial<SealSpecification> = {},
): Uint8Array {
  const info = sealInfo({
    vendor: 'Yinzheng',
    esId: '33010600000001',
    name: '某某局',
    type: 1,
    signerCertificates: [signer.certificate.raw],
    createdAt: day(1),
    validFrom: day(1),
    validTo: day(1000),
    picture: { type: 'png', data: Uint8Array.of(0x89, 0x50), width: 42, height: 42 },
    ...changes,
  });
  return assembleSeal(info, maker.certificate.raw, maker.sign(info));
}

/** A signature with a seal over {@link DATA_HASH} at {@link SIGNED_AT}. */
export function stamp(seal: Uint8Array, signer: TestIdentity, changes: { readonly time?: Instant } = {}): Uint8Array {
  const tbs = tbsSign({ seal, time: changes.time ?? SIGNED_AT, dataHash: DATA_HASH, propertyInfo: '0 10 20 30' });
  return assembleSesSignature({ tbs, signerCertificate: signer.certificate.raw, signature: signer.sign(tbs) });
}

/** Verifies a signature over {@link DATA_HASH} at `day(20)` unless told otherwise. */
export function verifyStamp(
  bytes: Uint8Array,
  trust: TrustMaterial | PreparedTrust,
  changes: Partial<SesSignatureVerification> = {},
): SesSignatureVerdict {
  return verifySesSignature({
    signature: parseSesSignature(bytes, changes.cache),
    dataHash: DATA_HASH,
    trust: 'anchors' in trust ? prepareTrust(trust, crypto) : trust,
    at: day(20),
    crypto,
    policy: LENIENT,
    ...changes,
  });
}

/** What every check said: its id, and its code where it did not simply pass. */
export function answers({ checks }: Pick<SesSignatureVerdict, 'checks'>): Record<string, string> {
  return Object.fromEntries(checks.map(({ id, outcome, code }) => [id, code ? `${outcome} ${code}` : outcome]));
}
