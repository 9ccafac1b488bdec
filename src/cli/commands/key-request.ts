import { utf8 } from '../../base/bytes.ts';
import { writePem } from '../../pki/index.ts';
import { requestCertificate } from '../../services/pki/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { readSubject } from '../subject.ts';

/**
 * `yinzheng key request ID` writes a request for the certificate of a key (PKCS#10, PEM), to be given to a CA elsewhere; in the name of
 * the certificate that it has, unless told another.
 */
export async function keyRequest(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { subject: 'text', out: 'text', force: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [keyId = ''] = positionals;
  const { out, force } = options;
  const subject = options.subject === undefined ? null : readSubject(options.subject);
  if (out !== undefined) await context.checkOutput(out, { force });
  const opened = await context.openCustody();
  try {
    const authorisation = { actor: 'cli', reference: `certificate request for key ${keyId}` };
    const request = await requestCertificate(opened.value.custody, { keyId, subject, authorisation });
    const pem = writePem('CERTIFICATE REQUEST', request);
    if (out === undefined) context.out(pem.trimEnd());
    else await context.writeFile(out, utf8(pem), { force });
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
