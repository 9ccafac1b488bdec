import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { timeText } from '../output/time.ts';

/** `yinzheng restore FOLDER [--replace] [--accept-older]`: checks a backup to the last byte and puts it in place. */
export async function restore(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { replace: 'flag', 'accept-older': 'flag', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const summary = await context.restore(positionals[0] ?? '', {
    replace: options.replace,
    acceptOlder: options['accept-older'],
  });
  const { head, records, files, aside } = summary;
  const backupOf = timeText(summary.backupOf, context.timeZone);
  if (options.json) context.out(JSON.stringify(summary, null, 2));
  else if (context.language === 'zh') {
    context.out(`✔ 已恢复 ${backupOf} 的备份\n  记录 ${records}，文件 ${files}，日志至第 ${head.sequence} 条 ${head.hash}`);
    for (const path of aside) context.out(`  原有内容移至 ${path}`);
    context.out('  请运行 yinzheng journal verify 和 yinzheng doctor');
  } else {
    context.out(
      `✔ Restored the backup of ${backupOf}\n  ${records} records, ${files} files, journal up to ${head.sequence} ${head.hash}`,
    );
    for (const path of aside) context.out(`  What was there is in ${path}`);
    context.out('  Now run yinzheng journal verify and yinzheng doctor');
  }
  return EXIT.passed;
}
