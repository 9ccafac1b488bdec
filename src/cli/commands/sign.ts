import { SIGNATURE_FORMS } from '../../domain/signature/index.ts';
import { signDocument } from '../../services/signing/index.ts';
import { oneOf, readArguments, required } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { tellPendingEvidence } from '../output/evidence.ts';

const CERTIFICATIONS = ['none', 'signing', 'no-changes'] as const;

/** `yinzheng sign FILE --organisation CODE --form FORM --out FILE`: signs a PDF without a seal, by a key that is assigned to the organisation. */
export async function sign(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      ...{ organisation: 'text', form: 'text', certify: 'text', reason: 'text', key: 'text', out: 'text' },
      ...{ item: 'text', cause: 'text', case: 'text', 'require-evidence': 'flag', force: 'flag' },
    } as const,
    { min: 1, max: 1 },
  );
  const organisation = required(options.organisation, 'organisation');
  const form = oneOf(options.form ?? 'pades', SIGNATURE_FORMS, 'form');
  const certify = oneOf(options.certify ?? 'none', CERTIFICATIONS, 'certify');
  const out = required(options.out, 'out');
  await context.checkOutput(out, { force: options.force });
  const document = await context.readFile(positionals[0] ?? '');
  const service = await context.openService(context);
  try {
    const result = await signDocument(service.value, context.actorOf(organisation), {
      ...{ document, form, certify, reason: options.reason, keyId: options.key },
      requireEvidence: options['require-evidence'],
      purpose: { item: options.item ?? 'sign', caseNumber: options.case ?? null, cause: options.cause ?? 'command line' },
    });
    await context.writeFile(out, result.document, { force: options.force });
    context.out(out);
    tellPendingEvidence(context, { level: result.evidence, file: out, later: 'not kept' });
    return EXIT.passed;
  } finally {
    await service.close();
  }
}
