import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { equalBytes } from '../../base/bytes.ts';
import { signatureRefused } from '../../services/signed-requests/index.ts';

/**
 * Digests a body as it is read by whoever reads it. Call it before that, in the same turn; the check that it returns afterwards.
 * @returns throws REQUEST_SIGNATURE_REFUSED when the SM3 is another
 */
export function digestBody(request: Request, expected: Uint8Array | null): () => void {
  if (expected === null) return () => undefined;
  const hash = createHash('sm3');
  request.on('data', (chunk: Buffer) => void hash.update(chunk));
  return () => {
    if (!equalBytes(hash.digest(), expected)) throw signatureRefused('digest');
  };
}
