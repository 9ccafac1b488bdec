/** Certificates, revocation lists and requests: read, asked everything they may say, and their signatures verified. */
import { der, OID } from '../../src/asn1/index.ts';
import { latin1 } from '../../src/base/bytes.ts';
import type { CryptoProvider } from '../../src/crypto/index.ts';
import { prepareRevocationList } from '../../src/pki/trust/revocation-list.ts';
import {
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  buildPath,
  certificatePolicies,
  crlDistributionPoints,
  extendedKeyUsage,
  isDemonstrationCertificate,
  isTimeStampingCertificate,
  keyUsage,
  nameConstraints,
  nameText,
  parseCertificate,
  parseCertificateList,
  parseRequest,
  policyExtensions,
  prepareTrust,
  revocationListNumber,
  subjectAltNames,
  subjectKeyIdentifier,
  summarise,
  verifySigned,
  type Certificate,
  type Extension,
} from '../../src/pki/index.ts';
import { crypto, day, issue, makeRequest, makeRevocationList, trustIn, type TestIdentity } from '../../test/support/pki.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';

const QUESTIONS: readonly ((certificate: Certificate) => unknown)[] = [
  authorityInfoAccess,
  authorityKeyIdentifier,
  basicConstraints,
  certificatePolicies,
  crlDistributionPoints,
  extendedKeyUsage,
  isDemonstrationCertificate,
  isTimeStampingCertificate,
  keyUsage,
  nameConstraints,
  policyExtensions,
  subjectAltNames,
  subjectKeyIdentifier,
];

/** Believes every signature, so that what is changed gets as far as an attacker with a CA of its own would. */
const credulous: CryptoProvider = { ...crypto, digest: crypto.digest.bind(crypto), verify: () => true };

const certificate: Target = {
  name: 'certificate',
  form: 'der',
  covers: [
    'pki/certificate/parse.ts#parseCertificate',
    'pki/signature/verify.ts#verifySigned',
    'crypto/sm2/public-key.ts#sm2Point',
    'crypto/sm2/signature.ts#decodeSignature',
    'crypto/sm2/z.ts#computeZ',
  ],
  open({ chain, strangers }) {
    const all = [chain.signer, richCertificate(chain.ca), chain.ca, chain.root, ...strangers].map(
      ({ certificate: made }) => made,
    );
    const signed = genuine(all.map(({ tbs }) => tbs));
    return {
      seeds: all.map(({ raw }) => raw),
      run(input) {
        const parsed = parseCertificate(input);
        askAll(parsed);
        const { tbs, signatureAlgorithm: algorithm, signature } = parsed;
        const { ok } = verifySigned({ tbs, algorithm, signature, publicKey: chain.ca.certificate.publicKey, crypto });
        if (ok) signed.demand(tbs, 'the signature of a certificate');
        return ok;
      },
    };
  },
};

/** The input stands in for the target of a path and for the issuer in it that constrains the others. */
const path: Target = {
  name: 'path',
  form: 'der',
  covers: ['pki/path/name-match.ts#answerOfSubtree'],
  open({ chain: { root } }) {
    const constrain = (usual: readonly Extension[]): readonly Extension[] => [
      ...usual,
      { oid: OID.nameConstraints, critical: true, value: SUBTREES },
    ];
    const issuer = issue(root, { profile: 'authority', name: { country: 'CN', commonName: 'Issuer' }, extensions: constrain });
    const leaf = issue(issuer, { extensions: (usual) => [...usual, { oid: OID.subjectAltName, critical: false, value: NAMES }] });
    const lists = [makeRevocationList(issuer), makeRevocationList(root)];
    const trust = prepareTrust(trustIn({ anchors: [root], revocationLists: lists }), credulous);
    const common = {
      trust,
      crypto: credulous,
      at: day(10),
      policy: { revocation: 'require', acceptDemonstration: false },
    } as const;
    return {
      seeds: [leaf, issuer, richCertificate(issuer)].map((identity) => identity.certificate.raw),
      run(input) {
        const target = parseCertificate(input);
        const policies = { explicit: true, acceptable: ['1.2.3.4'] };
        const verdicts = [
          buildPath({ ...common, target, extra: [issuer.certificate] }),
          buildPath({ ...common, target, extra: [issuer.certificate], policies }),
          buildPath({ ...common, target: leaf.certificate, extra: [target] }),
        ];
        return verdicts.some(({ outcome }) => outcome === 'passed');
      },
    };
  },
};

const revocationList: Target = {
  name: 'revocation-list',
  form: 'der',
  covers: ['pki/crl/parse.ts#parseCertificateList'],
  open({ chain: { root, ca, signer } }) {
    const lists = [
      makeRevocationList(ca, { revoked: [{ identity: signer, at: day(3), reason: 1, invalidityDate: day(2) }] }),
      makeRevocationList(ca, { revoked: Array(20).fill({ identity: root, at: day(4) }) }),
      makeRevocationList(root),
    ];
    const signed = genuine(lists.map(({ tbs }) => tbs));
    return {
      seeds: lists.map(({ raw }) => raw),
      run(input) {
        const list = parseCertificateList(input);
        attempt(() => revocationListNumber(list));
        const prepared = prepareRevocationList(list, [root.certificate], crypto);
        prepared.find(signer.certificate.serialNumber);
        prepared.covers(signer.certificate);
        const right = prepared.isSignedBy(ca.certificate);
        if (right) signed.demand(list.tbs, 'the signature of a revocation list');
        return right;
      },
    };
  },
};

const request: Target = {
  name: 'request',
  form: 'der',
  covers: ['pki/csr/parse.ts#parseRequest'],
  open({ chain: { signer }, strangers }) {
    const name = { country: 'CN', organisation: '某某局', commonName: '33010600000001' };
    const { extensions } = richCertificate(signer).certificate;
    const all = [
      makeRequest(signer, name),
      makeRequest(signer, name, extensions),
      ...strangers.map((other) => makeRequest(other, name)),
    ];
    const signed = genuine(all.map((raw) => parseRequest(raw).tbs));
    return {
      seeds: all,
      run(input) {
        const { tbs, signature, publicKey, signatureAlgorithm: algorithm } = parseRequest(input);
        const { ok } = verifySigned({ tbs, algorithm, signature, publicKey, crypto });
        if (ok) signed.demand(tbs, 'the proof of possession of a request');
        return ok;
      },
    };
  },
};

export const CERTIFICATE_TARGETS: readonly Target[] = [certificate, path, revocationList, request];

const alternative = (tag: number, value: string): Uint8Array => der.implicit(tag, latin1(value));
const NAMES = der.sequence(alternative(2, 'a.example'), alternative(1, 'a@b.example'), alternative(6, 'http://a.example/x'));
const SUBTREES = der.sequence(
  der.implicitConstructed(0, ...['example', 'b.example'].map((name) => der.sequence(alternative(2, name)))),
  der.implicitConstructed(1, der.sequence(alternative(1, 'c.example')), der.sequence(alternative(6, '.d.example'))),
);

/** A certificate with every extension that is read. */
function richCertificate(issuer: TestIdentity): TestIdentity {
  const text = (value: string): Uint8Array => der.ia5String(value);
  const oids = (...list: readonly string[]): Uint8Array => der.sequence(...list.map((oid) => der.oid(oid)));
  const add: readonly (readonly [string, Uint8Array])[] = [
    [OID.subjectAltName, NAMES],
    [OID.nameConstraints, SUBTREES],
    [OID.policyMappings, der.sequence(oids('1.2.3.4', '1.2.3.5'))],
    [OID.policyConstraints, der.sequence(der.implicit(0, Uint8Array.of(2)), der.implicit(1, Uint8Array.of(1)))],
    [OID.inhibitAnyPolicy, der.integer(1)],
    [OID.authorityInfoAccess, der.sequence(der.sequence(der.oid('1.3.6.1.5.5.7.48.1'), alternative(6, 'http://ocsp.example/')))],
    ['1.2.3.99', text('unknown')],
  ];
  return issue(issuer, {
    policies: ['1.2.3.4', OID.sealMakerPolicy],
    crlUris: ['http://crl.example/a.crl', 'http://crl.example/b.crl'],
    extensions: (usual) => [...usual, ...add.map(([oid, value]) => ({ oid, critical: false, value }))],
  });
}

/** Each of these answers or throws the product's own error. */
function askAll(certificateRead: Certificate): void {
  for (const ask of QUESTIONS) attempt(() => ask(certificateRead));
  nameText(certificateRead.subject);
  summarise(certificateRead, crypto);
}
