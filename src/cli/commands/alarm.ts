/** `yinzheng alarm …`: alarms of abnormal use, for whoever has the machine. */
import { listAlarms } from '../../services/alarms/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { readArguments } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';

/** `yinzheng alarm list` */
export async function alarmList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return printOver(context, { json: options.json, open: () => context.openAccounts() }, async ({ records }) => {
    const alarms = await everyPage((page) => listAlarms(records, operator(context), page));
    return {
      alarms: alarms.map(({ rule, subject, count, most, within, usedAt, raisedAt }) => ({
        ...{ rule, subject, count, most, withinSeconds: Math.round(within / 1000), usedAt, raisedAt },
      })),
    };
  });
}
