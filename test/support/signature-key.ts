/** Keys in the shared custody that sign documents without a seal, certified by an authority of tests. */
import { readDer } from '../../src/asn1/index.ts';
import {
  assembleSigned,
  encodeName,
  keyIdentifier,
  parsePublicKey,
  profileExtensions,
  tbsCertificate,
  type CertificateProfile,
  type TrustMaterial,
} from '../../src/pki/index.ts';
import type { SignatureKeyRecord } from '../../src/domain/signature/index.ts';
import { grantKeyInDemonstration } from '../../src/services/grants/index.ts';
import type { LicenceDependencies } from '../../src/services/licences/index.ts';
import type { KeyAlgorithm, KeyPurpose } from '../../src/services/pki/index.ts';
import { sharedInstallation } from './http.ts';
import { algorithmOf, crypto, issue, makeRevocationList, makeRoot, type KeyKind, type TestIdentity } from './pki.ts';

/** An authority that people abroad, or who know SM2, trust, and the key that it certified. */
export interface DocumentKey {
  readonly keyId: string;
  readonly root: TestIdentity;
  readonly ca: TestIdentity;
}

const KINDS: Readonly<Record<KeyAlgorithm, KeyKind>> = { sm2: 'sm2', 'ecdsa-p256': 'p256', rsa: 'rsa' };
const DAY = 86_400_000;

/** A key in the shared custody with its certificate; valid for ten days around now unless told otherwise. */
export async function newDocumentKey(
  algorithm: KeyAlgorithm,
  options: {
    readonly purposes?: readonly KeyPurpose[];
    readonly profile?: CertificateProfile;
    readonly notAfter?: number;
    readonly certified?: boolean;
  } = {},
): Promise<DocumentKey> {
  const { custody } = await sharedInstallation();
  const life = { notBefore: Date.now() - 10 * DAY, notAfter: Date.now() + 3650 * DAY };
  const root = makeRoot({ key: KINDS[algorithm], ...life });
  const ca = issue(root, {
    key: KINDS[algorithm],
    profile: 'authority',
    name: { country: 'CN', commonName: `CA ${algorithm}` },
    ...life,
  });
  const { purposes = ['cms-signature', 'csr'], certified = true } = options;
  const { keyId, publicKey } = await custody.generate({ label: 'documents', purposes, algorithm });
  if (!certified) return { keyId, root, ca };
  await custody.attachCertificate(keyId, certificateFor(ca, publicKey, options));
  return { keyId, root, ca };
}

/** Grants a key at once when it is assigned, as a demonstration does. */
export function grantingAtOnce({
  store,
  clock,
  random,
  journal,
}: Pick<LicenceDependencies, 'store' | 'clock' | 'random' | 'journal'>) {
  return async (key: SignatureKeyRecord): Promise<void> => {
    const { grants } = await sharedInstallation();
    await grantKeyInDemonstration({ records: store.records, journal, clock, random, grants }, key);
  };
}

/** A certificate for a public key by an authority, for signing documents, DER; it began five days ago. */
export function certificateFor(
  ca: TestIdentity,
  publicKey: Uint8Array,
  {
    profile = 'signing',
    notAfter = Date.now() + 5 * DAY,
  }: { readonly profile?: CertificateProfile; readonly notAfter?: number } = {},
): Uint8Array {
  const signatureAlgorithm = algorithmOf(ca.keyKind);
  const subjectKey = parsePublicKey(readDer(publicKey));
  const tbs = tbsCertificate({
    ...{ serialNumber: Uint8Array.of(0x41, 7), signatureAlgorithm, issuer: ca.certificate.subject.raw, publicKey },
    subject: encodeName({ country: 'CN', organisation: '样例市市场监督管理局', commonName: 'Sample Market Regulation Bureau' }),
    ...{ notBefore: Date.now() - 5 * DAY, notAfter },
    extensions: profileExtensions({
      ...{ profile, subjectKey, crypto },
      issuerKeyIdentifier: keyIdentifier(ca.certificate.publicKey, crypto),
    }),
  });
  return assembleSigned(tbs, signatureAlgorithm, ca.sign(tbs));
}

/** A trust in which the authority of a key stands beside others, with its revocation lists. */
export function trustWith(material: TrustMaterial, { root, ca }: DocumentKey): TrustMaterial {
  const life = { thisUpdate: Date.now() - DAY, nextUpdate: Date.now() + 30 * DAY };
  return {
    ...material,
    anchors: [...material.anchors, { certificate: root.certificate, trustClass: 'production' }],
    intermediates: [...material.intermediates, ca.certificate],
    revocationLists: [...material.revocationLists, makeRevocationList(root, life), makeRevocationList(ca, life)],
  };
}
