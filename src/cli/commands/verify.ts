import { verifyFile } from '../../services/verification/index.ts';
import { instant, readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { exitOf, type ExitCode } from '../exit.ts';
import { printReport } from '../output/report.ts';

/** `yinzheng verify FILE`: who sealed it, is it unaltered, and what does the register say. */
export async function verify(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      json: 'flag',
      anchors: 'texts',
      intermediates: 'texts',
      crls: 'texts',
      'seal-makers': 'texts',
      certificate: 'texts',
      at: 'text',
      'require-revocation': 'flag',
      'no-register': 'flag',
    },
    { min: 1, max: 1 },
  );
  const at = options.at === undefined ? undefined : instant(options.at, 'at');
  const bytes = await context.readFile(positionals[0] ?? '');
  const verifier = await context.openVerifier({
    anchors: options.anchors,
    intermediates: options.intermediates,
    revocationLists: options.crls,
    sealMakers: options['seal-makers'],
    certificates: options.certificate,
    requireRevocation: options['require-revocation'],
    register: !options['no-register'],
  });
  try {
    const report = await verifyFile(verifier.value, context.actorOf(null), { bytes, at });
    context.out(options.json ? JSON.stringify(report, null, 2) : printReport(report, context.language));
    return exitOf(report.conclusion);
  } finally {
    await verifier.close();
  }
}
