import { toHex } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';
import {
  assembleSigned,
  keyIdentifier,
  parseCertificateList,
  revocationListNumber,
  SM2_WITH_SM3,
  tbsCertificateList,
  type CertificateList,
  type RevokedEntry,
} from '../../pki/index.ts';
import type { CertifiedKey, IssuingDependencies } from './issue-certificate.ts';
import type { Authorisation } from './ports.ts';

/** A revocation list to be published. */
export interface RevocationListOrder {
  readonly issuer: CertifiedKey;
  /** The issuer's last list, whose entries stay and whose number is counted on; null for the first. */
  readonly previous: CertificateList | null;
  /** Certificates revoked since. */
  readonly revoked: readonly RevokedEntry[];
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly authorisation: Authorisation;
}

/**
 * Publishes a CA's next revocation list (RFC 5280 §5): nothing that was ever revoked is left out, and the first entry of a
 * certificate stays as it was. Rejects with INPUT_INVALID, KEY_NOT_FOUND, KEY_PURPOSE_REFUSED.
 */
export async function publishRevocationList(
  { signer, crypto }: Pick<IssuingDependencies, 'signer' | 'crypto'>,
  order: RevocationListOrder,
): Promise<CertificateList> {
  const { issuer, previous, authorisation } = order;
  const entries = new Map<string, RevokedEntry>();
  for (const entry of [...(previous?.entries ?? []), ...order.revoked]) {
    const key = toHex(entry.serialNumber);
    if (!entries.has(key)) entries.set(key, entry);
  }
  const tbs = tbsCertificateList({
    signatureAlgorithm: SM2_WITH_SM3,
    issuer: issuer.certificate.subject.raw,
    issuerKeyIdentifier: keyIdentifier(issuer.certificate.publicKey, crypto),
    thisUpdate: order.thisUpdate,
    nextUpdate: order.nextUpdate,
    number: previous === null ? 1 : revocationListNumber(previous) + 1n,
    entries: [...entries.values()],
    // Nothing is ever left out.
    expiredSince: issuer.certificate.notBefore,
  });
  const signature = await signer.sign({ keyId: issuer.keyId, purpose: 'crl', tbs, authorisation });
  return parseCertificateList(assembleSigned(tbs, SM2_WITH_SM3, signature));
}
