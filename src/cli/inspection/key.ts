import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { KeyDescription } from '../../services/pki/index.ts';
import { embeddedCertificateFacts } from './certificate.ts';
import type { Facts } from './facts.ts';

/** A key in custody. */
export function keyFacts(key: KeyDescription, crypto: CryptoProvider): Facts {
  return {
    keyId: key.keyId,
    label: key.label,
    purposes: key.purposes,
    createdAt: isoInstant(key.createdAt),
    certificate: key.certificate === null ? null : embeddedCertificateFacts(key.certificate, crypto),
  };
}
