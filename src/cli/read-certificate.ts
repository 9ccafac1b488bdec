import { bilingual, YinzhengError } from '../base/errors/index.ts';
import { readCertificates, type Certificate } from '../pki/index.ts';
import type { CliContext } from './context.ts';
import { inFile } from './in-file.ts';

/** The one certificate in a file (PEM or DER). Rejects with INPUT_UNREADABLE, INPUT_INVALID when there is none or more. */
export async function readCertificate(context: Pick<CliContext, 'readFile'>, path: string): Promise<Certificate> {
  const bytes = await context.readFile(path);
  const [certificate, ...more] = inFile(path, () => readCertificates(bytes));
  if (certificate && more.length === 0) return certificate;
  throw new YinzhengError('INPUT_INVALID', {
    reason: bilingual(`one certificate is expected in ${path}`, `${path} 中应只有一张证书`),
  });
}
