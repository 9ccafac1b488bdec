import type { Instant } from '../../base/time.ts';
import { revocationStatus, type Certificate, type PreparedTrust, type RevokedEntry } from '../../pki/index.ts';
import { namesAsIssuer } from './authorities.ts';

/**
 * The revocation of a certificate that a list or an OCSP answer at hand tells of, by the CAs of this installation and others that the trust
 * knows; null when none does. A revocation whose time is still to come counts too: nobody who knows of it should begin to rely on the key.
 */
export function revocationOf(certificate: Certificate, trust: PreparedTrust, at: Instant): RevokedEntry | null {
  for (const issuer of trust.subjects(certificate.issuer)) {
    if (!namesAsIssuer(certificate, issuer)) continue;
    const { entry } = revocationStatus(certificate, issuer, trust, at);
    if (entry !== null) return entry;
  }
  return null;
}
