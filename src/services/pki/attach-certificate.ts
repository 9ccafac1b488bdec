import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { certificateDigest, parseCertificate } from '../../pki/index.ts';
import type { KeyDesk } from './generate-key.ts';

/**
 * Gives a key the certificate that a CA issued for it, in place of an earlier one, and records it; repeated, it changes nothing more.
 * Rejects with KEY_NOT_FOUND, KEYSTORE_KEY_MISMATCH, CERTIFICATE_MALFORMED, STORE_UNAVAILABLE.
 * @param input.certificate DER
 */
export async function attachCertificate(
  { custody, journal, clock, crypto }: KeyDesk,
  actor: Actor,
  { keyId, certificate }: { readonly keyId: string; readonly certificate: Uint8Array },
): Promise<void> {
  const digest = certificateDigest(parseCertificate(certificate), crypto);
  await custody.attachCertificate(keyId, certificate);
  const at = isoInstant(clock.now());
  await journal.record([
    {
      id: `keys/${keyId}/certificates/${digest}`,
      kind: 'certificate-attached',
      subject: `keys/${keyId}`,
      effectiveAt: at,
      recordedAt: at,
      actor,
      purpose: null,
      facts: { certificateSm3: digest },
    },
  ]);
}
