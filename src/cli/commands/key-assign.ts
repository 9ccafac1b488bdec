import { RSA_PADDINGS } from '../../pki/index.ts';
import { assignSignatureKey } from '../../services/signing/index.ts';
import { oneOf, readArguments, required } from '../arguments.ts';
import { administrator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { nameFacts } from '../inspection/certificate.ts';
import type { Facts } from '../inspection/facts.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng key assign ID --organisation CODE` lets a key in custody sign documents for an organisation. */
export async function keyAssign(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { organisation: 'text', padding: 'text', json: 'flag' },
    { min: 1, max: 1 },
  );
  const organisation = required(options.organisation, 'organisation');
  const padding = options.padding === undefined ? undefined : oneOf(options.padding, RSA_PADDINGS, 'padding');
  const opened = await context.openCustody();
  try {
    const order = { keyId: positionals[0] ?? '', organisation, padding };
    const { record, certificate } = await assignSignatureKey(opened.value, administrator(context), order);
    const facts: Facts = {
      keyId: record._id,
      signsFor: record.organisation,
      ...(record.padding && { padding: record.padding }),
      ...(certificate && { certificate: nameFacts(certificate, context.crypto) }),
    };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
