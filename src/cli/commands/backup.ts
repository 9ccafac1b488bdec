import { readArguments } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';

/** `yinzheng backup FOLDER`: copies the whole installation while it runs. */
export async function backup(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { 'with-passphrase': 'flag', json: 'flag' }, { min: 1, max: 1 });
  const folder = positionals[0] ?? '';
  const withPassphrase = options['with-passphrase'];
  const summary = await context.backup(folder, { withPassphrase });
  const { head, records, files, missing } = summary;
  if (options.json) context.out(JSON.stringify({ folder, passphrase: withPassphrase, ...summary }, null, 2));
  else if (context.language === 'zh') {
    context.out(`✔ 已备份到 ${folder}\n  记录 ${records}，文件 ${files}，日志至第 ${head.sequence} 条 ${head.hash}`);
    context.out(withPassphrase ? '  ※ 备份含密钥库口令：得到备份者即得到密钥' : '  ※ 备份不含密钥库口令：请另行保管，恢复时需要');
    if (missing.length > 0) context.out(`✘ 存储中缺失文件 ${missing.length} 份：请运行 yinzheng doctor`);
  } else {
    context.out(`✔ Copied into ${folder}\n  ${records} records, ${files} files, journal up to ${head.sequence} ${head.hash}`);
    context.out(
      withPassphrase
        ? '  ※ It holds the passphrase of the keystore: whoever has the backup has the keys'
        : '  ※ It does not hold the passphrase of the keystore: keep it elsewhere, a restore needs it',
    );
    if (missing.length > 0) context.out(`✘ ${missing.length} files are missing in the store: run yinzheng doctor`);
  }
  return missing.length === 0 ? EXIT.passed : EXIT.failed;
}
