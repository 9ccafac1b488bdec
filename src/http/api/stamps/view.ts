import type { z } from 'zod';
import { toBase64, toHex } from '../../../base/bytes.ts';
import type { ClientStamp } from '../../../services/stamping/index.ts';
import type { preparedStampSchema } from './schema.ts';

/** What a holder of a key is told of a document that waits for his signature. */
export function preparedStampView(stamp: ClientStamp): z.infer<typeof preparedStampSchema> {
  const { tbs, digest, certificate, ...rest } = stamp;
  return {
    ...rest,
    tbs: toBase64(tbs),
    algorithm: { name: 'SM2 with SM3', oid: '1.2.156.10197.1.501', userId: '1234567812345678' },
    digest: toHex(digest),
    certificate: toBase64(certificate),
  };
}
