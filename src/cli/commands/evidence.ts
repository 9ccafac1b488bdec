import { YinzhengError } from '../../base/errors/index.ts';
import { makeEvidenceRecord } from '../../services/evidence/index.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

/** Ending of the names of evidence records, as in ETSI EN 319 162-1 §A.1. */
const ENDING = '.ers';

/** `yinzheng evidence FILE [--out FILE]`: writes an evidence record beside a seal signature that comes without a document. */
export async function evidence(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { out: 'text', force: 'flag' }, { min: 1, max: 1 });
  const [path = ''] = positionals;
  const out = options.out ?? `${path}${ENDING}`;
  await context.checkOutput(out, { force: options.force });
  const file = await context.readFile(path);
  const service = await context.openService(context);
  try {
    const source = service.value.evidence;
    if (source === null) throw new YinzhengError('REVOCATION_UNAVAILABLE');
    await context.writeFile(out, await makeEvidenceRecord(source, file), { force: options.force });
    context.out(out);
    return EXIT.passed;
  } finally {
    await service.close();
  }
}
