/** The extensions of the certificates that Yinzheng writes (GB/T 20518 §5.2.4, annex; GB/T 25056: a pair of certificates per subject). */
import type { CryptoProvider } from '../../crypto/index.ts';
import { OID } from '../../asn1/index.ts';
import type { Extension, KeyUsageBit, PublicKeyInfo } from '../model.ts';
import {
  authorityInfoAccessExtension,
  authorityKeyIdentifierExtension,
  basicConstraintsExtension,
  certificatePoliciesExtension,
  crlDistributionPointsExtension,
  extendedKeyUsageExtension,
  keyIdentifier,
  keyUsageExtension,
  ocspNoCheckExtension,
  subjectKeyIdentifierExtension,
} from './write-extensions.ts';

/**
 * `authority`: a CA; `signing` and `encryption`: the pair of a subject; `time-stamping`: a time stamp authority (RFC 3161 §2.3);
 * `ocsp-responder`: answers for its issuer, and is itself not asked about (RFC 6960 §4.2.2.2); `journal-head`: signs how far the journal
 * goes, and nothing else; `licence-claim`: signs the claims in QR codes; `status-list`: signs status lists, and the set of keys for both;
 * `service-statement`: signs what the service says in its own name, notices to systems and packages of evidence.
 */
export type CertificateProfile =
  | 'authority'
  | 'signing'
  | 'encryption'
  | 'time-stamping'
  | 'ocsp-responder'
  | 'journal-head'
  | 'licence-claim'
  | 'status-list'
  | 'service-statement';

/** What the extensions of a certificate are made of. */
export interface ProfileFields {
  readonly profile: CertificateProfile;
  readonly subjectKey: Pick<PublicKeyInfo, 'key'>;
  /** Null when the certificate signs itself. */
  readonly issuerKeyIdentifier: Uint8Array | null;
  /** For an authority: CA certificates that may follow; null or absent for no limit. */
  readonly pathLength?: number | null;
  readonly policies?: readonly string[];
  readonly crlUris?: readonly string[];
  readonly ocspUris?: readonly string[];
  readonly crypto: CryptoProvider;
}

const USAGE: Readonly<Record<CertificateProfile, readonly KeyUsageBit[]>> = {
  authority: ['keyCertSign', 'cRLSign'],
  signing: ['digitalSignature', 'nonRepudiation'],
  encryption: ['keyEncipherment', 'dataEncipherment', 'keyAgreement'],
  'time-stamping': ['digitalSignature', 'nonRepudiation'],
  'ocsp-responder': ['digitalSignature'],
  'journal-head': ['digitalSignature', 'nonRepudiation'],
  'licence-claim': ['digitalSignature', 'nonRepudiation'],
  'status-list': ['digitalSignature', 'nonRepudiation'],
  'service-statement': ['digitalSignature', 'nonRepudiation'],
};

/** The one purpose that a key of such a profile is for (extendedKeyUsage). */
const PURPOSE: Readonly<Partial<Record<CertificateProfile, string>>> = {
  'time-stamping': OID.timeStamping,
  'ocsp-responder': OID.ocspSigning,
  'journal-head': OID.journalHead,
  'licence-claim': OID.licenceClaim,
  'status-list': OID.statusList,
  'service-statement': OID.serviceStatement,
};

/** The extensions of a certificate by its profile, in the order they are written. */
export function profileExtensions(fields: ProfileFields): readonly Extension[] {
  const {
    profile,
    subjectKey,
    issuerKeyIdentifier,
    pathLength = null,
    policies = [],
    crlUris = [],
    ocspUris = [],
    crypto,
  } = fields;
  const own = keyIdentifier(subjectKey, crypto);
  const purpose = PURPOSE[profile];
  return [
    authorityKeyIdentifierExtension(issuerKeyIdentifier ?? own),
    subjectKeyIdentifierExtension(own),
    ...(profile === 'authority' ? [basicConstraintsExtension({ ca: true, pathLength })] : []),
    keyUsageExtension(USAGE[profile]),
    ...(purpose === undefined ? [] : [extendedKeyUsageExtension([purpose], 'critical')]),
    ...(profile === 'ocsp-responder' ? [ocspNoCheckExtension()] : []),
    ...(policies.length > 0 ? [certificatePoliciesExtension(policies)] : []),
    ...(crlUris.length > 0 ? [crlDistributionPointsExtension(crlUris)] : []),
    ...(ocspUris.length > 0 ? [authorityInfoAccessExtension({ ocsp: ocspUris, caIssuers: [] })] : []),
  ];
}
