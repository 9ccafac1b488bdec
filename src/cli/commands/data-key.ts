/** `yinzheng data-key …`: the keys by which personal data in the store are sealed. */
import { rotateDataKey } from '../../services/maintenance/index.ts';
import { printOver } from '../administration.ts';
import { readArguments } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';

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

/** `yinzheng data-key rotate` */
export async function dataKeyRotate(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { organisation: 'text', json: 'flag' }, { min: 0, max: 0 });
  return printOver(context, { json: options.json, open: () => context.openProtection() }, async (deps) => {
    return { newestDataKey: await rotateDataKey(deps, operator(context), options.organisation) };
  });
}
