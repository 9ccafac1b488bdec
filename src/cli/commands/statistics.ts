/** `yinzheng statistics …`: statistics for supervision, by whoever has the machine. */
import { rebuildStatistics } from '../../services/statistics/index.ts';
import { printOver } from '../administration.ts';
import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';

/** `yinzheng statistics rebuild` */
export async function statisticsRebuild(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return printOver(context, { json: options.json, open: () => context.openMaintenance() }, async ({ store }) => {
    const { entries } = await rebuildStatistics({ store });
    return { countedEntries: entries };
  });
}
