import type { NameFields } from '../../pki/index.ts';
import { issueCertificate, type CertificateOrder, type CertifiedKey, type IssuingDependencies } from './issue-certificate.ts';
import type { KeyAlgorithm, KeyCustody, KeyPurpose } from './ports.ts';

/** A new key to be certified: where it lives, what it may sign, and its certificate's order without the key itself. */
export interface KeyOrder extends Omit<CertificateOrder, 'publicKey'> {
  readonly custody: KeyCustody;
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  readonly algorithm?: KeyAlgorithm;
}

/**
 * Makes a key in custody, issues its certificate and attaches it; a key without a certificate left behind by a failure signs nothing.
 * Rejects as `generate`, {@link issueCertificate} and `attachCertificate` do.
 */
export async function certifyNewKey(deps: IssuingDependencies, order: KeyOrder): Promise<CertifiedKey> {
  const { custody, label, purposes, algorithm } = order;
  const { keyId, publicKey } = await custody.generate({ label, purposes, algorithm });
  const certificate = await issueCertificate(deps, { ...order, publicKey });
  await custody.attachCertificate(keyId, certificate.raw);
  return { keyId, certificate };
}

/** An organisation's name as government certificates have it: O is the 18-character code and the name, CN the code of the seal. */
export function signerName(organisation: {
  /** Unified social credit code (统一社会信用代码), 18 characters. */
  readonly creditCode: string;
  readonly name: string;
  /** Code of the seal, in practice 14 digits. */
  readonly sealCode: string;
}): NameFields {
  return { country: 'CN', organisation: `${organisation.creditCode}${organisation.name}`, commonName: organisation.sealCode };
}
