/** For every purpose of keys: a key in custody that may be used so, and the bytes that it may sign. */
import { LONG_TERM, type LocalDate } from '../../src/base/time.ts';
import { encodeClaim, encodeKeySet, encodeStatusList, keyIdOf } from '../../src/claim/index.ts';
import { pointVerifier, sm2Point } from '../../src/crypto/index.ts';
import { der, OID, readDer } from '../../src/asn1/index.ts';
import {
  assembleSigned,
  encodeCertificateId,
  encodeName,
  encodeTimeStampInfo,
  keyIdentifier,
  ocspResponseData,
  parseCertificate,
  parsePublicKey,
  prepareSignedData,
  prepareToken,
  profileExtensions,
  schemeDigest,
  SM2_WITH_SM3,
  tbsCertificate,
  tbsCertificateList,
  tbsRequest,
  usualScheme,
  type Certificate,
} from '../../src/pki/index.ts';
import { assembleSeal, sealInfo, tbsSign } from '../../src/ses/index.ts';
import type { KeyCustody, KeyDescription, KeyPurpose, Signer } from '../../src/services/pki/index.ts';
import { encodeHeadStatement } from '../../src/services/journal/heads/index.ts';
import { packageStatement } from '../../src/services/statements/index.ts';
import { AUTHORISATION } from './custody.ts';
import { crypto, day, issue, makeRoot, type TestIdentity } from './pki.ts';
import { DATA_HASH } from './ses.ts';

/** Custody that also signs, whatever it is. */
export type Custody = KeyCustody & Signer;

/** A key and what it may sign. */
export interface SigningMaterial {
  readonly key: KeyDescription;
  readonly purpose: KeyPurpose;
  readonly tbs: Uint8Array;
  readonly content?: Uint8Array;
}

/** Makes a key for a purpose, with the certificate it needs, and bytes for it. `number` makes the bytes differ. */
export function materialFor(custody: Custody, purpose: KeyPurpose, number = 1): Promise<SigningMaterial> {
  return MAKERS[purpose](custody, number);
}

const MAKERS: Readonly<Record<KeyPurpose, (custody: Custody, number: number) => Promise<SigningMaterial>>> = {
  async 'seal-signature'(custody) {
    const { key, certificate } = await certified(custody, 'seal-signature');
    return { key, purpose: 'seal-signature', tbs: sealSignatureBytes(certificate.raw, 1) };
  },
  async 'seal-making'(custody) {
    const { key, certificate } = await certified(custody, 'seal-making');
    return { key, purpose: 'seal-making', tbs: infoFor(certificate.raw) };
  },
  async certificate(custody, number) {
    const { key, certificate } = await authority(custody);
    return { key, purpose: 'certificate', tbs: certificateBytes(certificate, makeRoot().certificate.publicKey.raw, number) };
  },
  async crl(custody, number) {
    const { key, certificate } = await authority(custody);
    const tbs = tbsCertificateList({
      signatureAlgorithm: SM2_WITH_SM3,
      issuer: certificate.subject.raw,
      issuerKeyIdentifier: keyIdentifier(certificate.publicKey, crypto),
      thisUpdate: day(0),
      nextUpdate: day(1),
      number,
      entries: [],
    });
    return { key, purpose: 'crl', tbs };
  },
  async csr(custody) {
    const key = await custody.generate({ label: '某单位', purposes: ['csr'] });
    return { key, purpose: 'csr', tbs: requestBytes(key.publicKey) };
  },
  async 'time-stamp'(custody, number) {
    const { key, certificate } = await certified(custody, 'time-stamp', 'time-stamping');
    const imprint = der.sequence(der.sequence(der.oid(OID.sm3)), der.octetString(DATA_HASH));
    const statement = {
      policy: '1.2.3',
      imprint,
      serialNumber: Uint8Array.of(number),
      time: day(2),
      accuracy: 1_000_000,
      nonce: null,
    };
    const content = encodeTimeStampInfo(statement);
    const { tbs } = prepareToken(content, certificate, crypto);
    return { key, purpose: 'time-stamp', tbs, content };
  },
  async 'cms-signature'(custody, number) {
    const { key, certificate } = await certified(custody, 'cms-signature');
    return { key, purpose: 'cms-signature', tbs: cmsBytes(certificate.raw, number) };
  },
  async 'journal-head'(custody, number) {
    const { key } = await certified(custody, 'journal-head', 'journal-head');
    const head = { sequence: number, hash: 'ab'.repeat(32) };
    return { key, purpose: 'journal-head', tbs: encodeHeadStatement({ store: 's', ...head, time: day(2), exported: null }) };
  },
  async 'ocsp-response'(custody, number) {
    const { key, certificate, ca } = await certified(custody, 'ocsp-response', 'ocsp-responder');
    const tbs = ocspResponseData({
      ...{ responder: certificate, namedBy: 'key', producedAt: day(number), nonce: null, crypto },
      responses: [
        {
          id: encodeCertificateId(issue(ca).certificate, ca.certificate, { digest: 'sha1', crypto }),
          ...{ status: { kind: 'good' }, thisUpdate: day(0), nextUpdate: day(9), archiveCutoff: null, invalidityDate: null },
        },
      ],
    });
    return { key, purpose: 'ocsp-response', tbs };
  },
  async 'licence-claim'(custody, number) {
    const { key } = await certified(custody, 'licence-claim', 'licence-claim');
    return {
      key,
      purpose: 'licence-claim',
      tbs: encodeClaim({ ...CLAIM, keyId: idOf(key), status: { list: 1, index: number } }),
    };
  },
  async 'status-list'(custody, number) {
    const { key } = await certified(custody, 'status-list', 'status-list');
    const list = { keyId: idOf(key), list: number, issuedAt: day(1), nextUpdate: day(2), entries: new Uint8Array(100) };
    return { key, purpose: 'status-list', tbs: encodeStatusList(list, verifier.sm3).tbs };
  },
  async 'service-statement'(custody, number) {
    const { key } = await certified(custody, 'service-statement', 'service-statement');
    const store = '00000000-0000-4000-8000-000000000000';
    const told = { store, licence: '1.2.156', manifest: 'ab'.repeat(32), time: new Date(day(number)).toISOString() };
    return { key, purpose: 'service-statement', tbs: packageStatement(told) };
  },
  async 'key-set'(custody, number) {
    const { key, certificate } = await certified(custody, 'key-set', 'status-list');
    const { raw, notBefore, notAfter } = certificate;
    const own = { usages: ['key-set'], point: sm2Point(key.publicKey), notBefore, notAfter, revokedAt: null } as const;
    const times = { issuedAt: day(1) + number * 1000, nextUpdate: day(2) };
    return {
      key,
      purpose: 'key-set',
      tbs: encodeKeySet({ keyId: idOf(key), ...times, keys: [{ ...own, name: 'x', certificate: raw }] }),
    };
  },
};

const verifier = pointVerifier(crypto);
const CLAIM = {
  ...{ issueDate: '2026-01-01' as LocalDate, validFrom: '2026-01-01' as LocalDate, validTo: LONG_TERM as typeof LONG_TERM },
  ...{ code: new Uint8Array(10), demonstration: false, typeName: 'x', issuer: 'x', holder: 'x' },
  identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
} as const;

function idOf({ publicKey }: KeyDescription): Uint8Array {
  return keyIdOf(sm2Point(publicKey), verifier.sm3);
}

/** SET OF signed attributes of a document's CMS by a signer's certificate; `number` makes the document differ. */
export function cmsBytes(signer: Uint8Array, number: number): Uint8Array {
  const certificate = parseCertificate(signer);
  const scheme = usualScheme(certificate.publicKey);
  const form = scheme.kind === 'sm2' ? 'gm' : 'pkcs7';
  const digest = crypto.digest(schemeDigest(scheme), Uint8Array.of(number));
  return prepareSignedData({ form, scheme, certificate, chain: [] }, digest, crypto).tbs;
}

/** CertificationRequestInfo for a public key. */
export function requestBytes(publicKey: Uint8Array, commonName = 'x'): Uint8Array {
  return tbsRequest({ subject: encodeName({ commonName }), publicKey, extensions: [] });
}

/** TBS_Sign with a seal that lists a signer; `second` is the time of signing. */
export function sealSignatureBytes(signer: Uint8Array, second: number): Uint8Array {
  const maker = issue(makeRoot());
  const info = infoFor(signer);
  const seal = assembleSeal(info, maker.certificate.raw, maker.sign(info));
  return tbsSign({ seal, time: day(2) + second * 1000, dataHash: DATA_HASH, propertyInfo: 'x' });
}

function infoFor(signer: Uint8Array): Uint8Array {
  return sealInfo({
    ...{ vendor: 'v', esId: '1', name: '某某局', type: 1, signerCertificates: [signer] },
    ...{ createdAt: day(1), validFrom: day(1), validTo: day(3650) },
    picture: { type: 'png', data: new Uint8Array(20_000).fill(1), width: 42, height: 42 },
  });
}

type Profile = Parameters<typeof profileExtensions>[0]['profile'];

function certificateBytes(issuer: Certificate, publicKey: Uint8Array, serial: number, profile: Profile = 'signing'): Uint8Array {
  const subjectKey = parsePublicKey(readDer(publicKey));
  return tbsCertificate({
    ...{ serialNumber: Uint8Array.of(serial), signatureAlgorithm: SM2_WITH_SM3, issuer: issuer.subject.raw },
    ...{ subject: encodeName({ commonName: 'holder' }), notBefore: day(0), notAfter: day(3650), publicKey },
    extensions: profileExtensions({ profile, subjectKey, issuerKeyIdentifier: null, crypto }),
  });
}

interface Attached {
  readonly key: KeyDescription;
  readonly certificate: Certificate;
}

/** A key with a certificate of an authority outside. */
export async function certified(
  custody: Custody,
  purpose: KeyPurpose,
  profile: Profile = 'signing',
): Promise<Attached & { readonly ca: TestIdentity }> {
  const ca = makeRoot();
  const { keyId, publicKey } = await custody.generate({ label: '某单位', purposes: [purpose] });
  const tbs = certificateBytes(ca.certificate, publicKey, 2, profile);
  return { ...(await attached(custody, keyId, assembleSigned(tbs, SM2_WITH_SM3, ca.sign(tbs)))), ca };
}

/** A key with the certificate of a CA, signed by itself. */
async function authority(custody: Custody): Promise<Attached> {
  const { keyId, publicKey } = await custody.generate({ label: 'CA', purposes: ['certificate', 'crl'] });
  const subject = encodeName({ commonName: 'CA' });
  const subjectKey = parsePublicKey(readDer(publicKey));
  const tbs = tbsCertificate({
    ...{ serialNumber: Uint8Array.of(1), signatureAlgorithm: SM2_WITH_SM3, issuer: subject, subject },
    ...{ notBefore: day(0), notAfter: day(3650), publicKey },
    extensions: profileExtensions({ profile: 'authority', subjectKey, issuerKeyIdentifier: null, crypto, pathLength: 1 }),
  });
  const signature = await custody.sign({ keyId, purpose: 'certificate', tbs, authorisation: AUTHORISATION });
  return attached(custody, keyId, assembleSigned(tbs, SM2_WITH_SM3, signature));
}

async function attached(custody: Custody, keyId: string, certificate: Uint8Array): Promise<Attached> {
  await custody.attachCertificate(keyId, certificate);
  const key = (await custody.list()).find((found) => found.keyId === keyId);
  if (!key) throw new RangeError('the key is gone');
  return { key, certificate: parseCertificate(certificate) };
}
