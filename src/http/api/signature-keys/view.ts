import type { z } from 'zod';
import { isoInstant } from '../../../base/time.ts';
import { nameText } from '../../../pki/index.ts';
import type { SignatureKey } from '../../../services/signing/index.ts';
import type { signatureKeySchema } from './schema.ts';

/** A key that signs for an organisation, as people are shown it. */
export function signatureKeyView({ record, certificate }: SignatureKey): z.infer<typeof signatureKeySchema> {
  const { _id: key, organisation, algorithm, padding = 'pkcs1', since } = record;
  return {
    ...{ key, organisation, algorithm, since, ...(algorithm === 'rsa' && { padding }) },
    certificate: certificate && {
      subject: nameText(certificate.subject),
      issuer: nameText(certificate.issuer),
      notBefore: isoInstant(certificate.notBefore),
      notAfter: isoInstant(certificate.notAfter),
    },
  };
}
