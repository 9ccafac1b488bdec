/** `yinzheng status-mapping …`: how exchanges name the statuses of licences. */
import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { StatusMapping } from '../../domain/status-mapping/index.ts';
import { importMapping, listMappings, statusMappingSchema } from '../../services/status-mappings/index.ts';
import { readArguments } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { visible } from '../output/visible.ts';

/** `yinzheng status-mapping list` */
export async function statusMappingList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withOrganisations(context, async ({ records }) => {
    const all = await listMappings(records, operator(context));
    context.out(options.json ? JSON.stringify(all, null, 2) : all.map(({ id, name }) => visible(`${id}  ${name}`)).join('\n'));
  });
}

/** `yinzheng status-mapping import FILE.json` */
export async function statusMappingImport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals } = readArguments(argv, {}, { min: 1, max: 1 });
  const mapping = readMapping(await context.readFile(positionals[0] ?? ''));
  return withOrganisations(context, async (deps) => {
    const { id } = await importMapping(deps, operator(context), mapping);
    context.out(id);
  });
}

type Deps = Awaited<ReturnType<CliContext['openOrganisations']>>['value'];

async function withOrganisations(context: CliContext, work: (deps: Deps) => Promise<void>): Promise<ExitCode> {
  const opened = await context.openOrganisations();
  try {
    await work(opened.value);
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

function readMapping(bytes: Uint8Array): StatusMapping {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('the file is not JSON', '文件不是 JSON') }, { cause });
  }
  const parsed = statusMappingSchema.safeParse(value);
  if (!parsed.success) {
    const at = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`the table is not as it has to be: ${at}`, `对照表不符合要求：${at}`),
    });
  }
  return parsed.data as StatusMapping;
}
