import { zonedText } from '../../base/time.ts';
import { exportJournal } from '../../services/journal/heads/index.ts';
import { instant, readArguments, required } from '../arguments.ts';
import { administrator, type CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

/** `yinzheng journal export`: entries of a period as a signed file. */
export async function journalExport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { from: 'text', to: 'text', out: 'text', force: 'flag', json: 'flag' } as const;
  const { options } = readArguments(argv, table, { min: 0, max: 0 });
  const period = { from: instant(required(options.from, 'from'), 'from'), to: instant(required(options.to, 'to'), 'to') };
  const path = required(options.out, 'out');
  await context.checkOutput(path, options);
  const opened = await context.openJournalExport();
  try {
    const { file, ...exported } = await exportJournal(opened.value, period, administrator(context));
    await context.writeFile(path, file, options);
    const { entries, first, last } = exported;
    const from = zonedText(period.from, context.timeZone);
    const to = zonedText(period.to, context.timeZone);
    if (options.json) context.out(JSON.stringify({ file: path, ...exported }, null, 2));
    else if (context.language === 'zh')
      context.out(`✔ 已导出 ${entries} 条（第 ${first} 至 ${last} 条，${from} 至 ${to}）：${path}`);
    else context.out(`✔ Exported ${entries} entries (${first} to ${last}, ${from} to ${to}): ${path}`);
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}
