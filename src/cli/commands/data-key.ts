/** `yinzheng data-key …`: the keys by which personal data in the store are sealed. */
import { rotateDataKey } from '../../services/maintenance/index.ts';
import { printOver } from '../administration.ts';
import { readArguments, usage } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { printFacts } from '../output/facts.ts';

/** `yinzheng data-key list` */
export async function dataKeyList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return printOver(context, { json: options.json, open: () => context.openProtection() }, async ({ protection }) => {
    const { key, sealed, older, clear, files } = await protection.survey();
    const keys = (await protection.keys()).map(({ _id, createdAt, retiredAt }) => ({ dataKey: _id, createdAt, retiredAt }));
    return {
      dataKeys: keys,
      newestDataKey: key,
      recordsSealed: sealed,
      recordsUnderOlder: older,
      recordsInClear: clear,
      filesWithoutKey: files,
    };
  });
}

/** `yinzheng data-key rotate [--search | --persons | --custody | --organisation CODE]` */
export async function dataKeyRotate(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { organisation: 'text', search: 'flag', persons: 'flag', custody: 'flag', json: 'flag' } as const;
  const { options } = readArguments(argv, table, { min: 0, max: 0 });
  const { organisation, search, persons, custody, json } = options;
  if ([organisation !== undefined, search, persons, custody].filter(Boolean).length > 1)
    throw usage('rotate one key at a time', '一次只能更换一种密钥');
  if (custody) return changeFileKey(context, 'renew', json);
  const of = organisation === undefined ? (search ? 'search' : persons ? 'persons' : 'records') : { organisation };
  return printOver(context, { json, open: () => context.openProtection() }, async (deps) => {
    return { newestDataKey: await rotateDataKey(deps, operator(context), of) };
  });
}

/** `yinzheng data-key forget` */
export async function dataKeyForget(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return changeFileKey(context, 'forget', options.json);
}

async function changeFileKey(context: CliContext, how: 'renew' | 'forget', json: boolean): Promise<ExitCode> {
  const facts = { earlierCustodySecrets: await context.changeFileKey(how) };
  context.out(json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
  return EXIT.passed;
}
