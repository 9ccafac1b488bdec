import { detailedView, simpleView } from '../../report/views/index.ts';
import type { Verification } from '../../documents/index.ts';
import { examineFile, sealReport } from '../../services/verification/index.ts';
import { instant, readArguments, usage } from '../arguments.ts';
import type { CliContext, Reader } from '../context.ts';
import { exitOf, type ExitCode } from '../exit.ts';
import { printDetailed } from '../output/detailed.ts';
import { tellPendingEvidence } from '../output/evidence.ts';
import { printReport } from '../output/report.ts';
import { printSimple } from '../output/simple.ts';

const VIEWS = ['simple', 'detailed', 'diagnostic'] as const;
type View = (typeof VIEWS)[number];

/** `yinzheng verify FILE`: who sealed it, is it unaltered, and what does the register say. */
export async function verify(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      json: 'flag',
      view: 'text',
      report: 'text',
      force: 'flag',
      anchors: 'texts',
      intermediates: 'texts',
      crls: 'texts',
      'seal-makers': 'texts',
      certificate: 'texts',
      at: 'text',
      'known-at': 'text',
      evidence: 'text',
      'require-revocation': 'flag',
      'no-register': 'flag',
    },
    { min: 1, max: 1 },
  );
  const view = options.view === undefined ? null : viewOf(options.view);
  const at = options.at === undefined ? undefined : instant(options.at, 'at');
  const knownAt = options['known-at'] === undefined ? undefined : instant(options['known-at'], 'known-at');
  if (options.report !== undefined) await context.checkOutput(options.report, options);
  const bytes = await context.readFile(positionals[0] ?? '');
  const evidenceRecord = options.evidence === undefined ? undefined : await context.readFile(options.evidence);
  const verifier = await context.openVerifier({
    anchors: options.anchors,
    intermediates: options.intermediates,
    revocationLists: options.crls,
    sealMakers: options['seal-makers'],
    certificates: options.certificate,
    requireRevocation: options['require-revocation'],
    register: !options['no-register'],
  });
  let verification: Verification;
  try {
    verification = await examineFile(verifier.value, context.actorOf(null), { bytes, at, knownAt, evidenceRecord });
  } finally {
    await verifier.close();
  }
  if (options.report !== undefined) await printReportFile(context, verification, { path: options.report, force: options.force });
  context.out(options.json ? printJson(verification, view) : printText(verification, view, context));
  return exitOf(verification.report.conclusion);
}

/** The register is closed by now: the installation is opened once at a time. */
async function printReportFile(
  context: CliContext,
  { report }: Verification,
  { path, force }: { readonly path: string; readonly force: boolean },
): Promise<void> {
  const service = await context.openService(context);
  try {
    const { document, evidence } = await sealReport(service.value, { report, id: null });
    await context.writeFile(path, document, { force });
    tellPendingEvidence(context, { level: evidence, file: path, later: 'not kept' });
  } finally {
    await service.close();
  }
}

function viewOf(text: string): View {
  const found = VIEWS.find((view) => view === text);
  if (!found) throw usage(`--view is one of ${VIEWS.join(', ')}`, `--view 须为 ${VIEWS.join('、')} 之一`);
  return found;
}

function printText(verification: Verification, view: View | null, reader: Reader): string {
  const { report } = verification;
  switch (view) {
    case null:
      return printReport(report, reader);
    case 'simple':
      return printSimple(simpleView(report), reader);
    case 'detailed':
      return printDetailed(detailedView(report), reader);
    case 'diagnostic':
      return printJson(verification, view);
  }
}

function printJson({ report, diagnostic }: Verification, view: View | null): string {
  const values = { simple: simpleView, detailed: detailedView, diagnostic: () => diagnostic };
  return JSON.stringify(view === null ? report : values[view](report), null, 2);
}
