import { YinzhengError } from '../../base/errors/index.ts';
import { makeEvidenceRecord, renewEvidenceRecord, RENEWAL_DIGESTS } from '../../services/evidence/index.ts';
import { oneOf, readArguments, usage } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { evidencePackage, isLicence } from './evidence-package.ts';

/** Ending of the names of evidence records, as in ETSI EN 319 162-1 §A.1. */
const ENDING = '.ers';

/**
 * `yinzheng evidence FILE` writes an evidence record beside a seal signature that comes without a document; with `--renew` it renews the one that
 * lies there. `yinzheng evidence LICENCE` makes a package of evidence.
 */
export async function evidence(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  if (argv.some(isLicence)) return evidencePackage(context, argv);
  const table = {
    out: 'text',
    force: 'flag',
    renew: 'flag',
    evidence: 'text',
    digest: 'text',
    item: 'text',
    cause: 'text',
    case: 'text',
  } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [path = ''] = positionals;
  if ((options.item ?? options.cause ?? options.case) !== undefined)
    throw usage('--item, --cause and --case go with a licence', '--item、--cause、--case 须与证照标识同用');
  if (!options.renew && options.evidence !== undefined)
    throw usage('--evidence goes with --renew', '--evidence 须与 --renew 同用');
  if (!options.renew && options.digest !== undefined) throw usage('--digest goes with --renew', '--digest 须与 --renew 同用');
  const beside = options.evidence ?? `${path}${ENDING}`;
  const out = options.out ?? beside;
  const digest = options.digest === undefined ? undefined : oneOf(options.digest, RENEWAL_DIGESTS, 'digest');
  const file = await context.readFile(path);
  const record = options.renew ? await context.readFile(beside) : null;
  // A renewed record takes the place of the one that it goes on from, as a whole or not at all.
  const force = options.force || (record !== null && out === beside);
  await context.checkOutput(out, { force });
  const service = await context.openService(context);
  try {
    const { evidence: source, clock } = service.value;
    if (source === null) throw new YinzhengError('REVOCATION_UNAVAILABLE');
    const made = record
      ? (await renewEvidenceRecord({ ...source, clock }, { file, record, digest })).record
      : await makeEvidenceRecord(source, file);
    await context.writeFile(out, made, { force });
    context.out(out);
    return EXIT.passed;
  } finally {
    await service.close();
  }
}
