import { isPublicAlone, ROLES, type Config } from '../../config/index.ts';
import type { RunningServer } from './start.ts';

/** What people see when the server has started. */
export function startScreen(config: Config, { port, credentials }: Pick<RunningServer, 'port' | 'credentials'>): string {
  const demonstration = config.mode === 'demonstration';
  const database = config.database.kind === 'lmdb' ? config.database.path : 'MongoDB';
  const lines = [
    `  印证 Yinzheng   http://${config.host ?? 'localhost'}:${port}`,
    ...(demonstration
      ? ['  演示模式：证照和印章均为样本，无效。 Demonstration: everything sealed here is a specimen, void.']
      : []),
    '',
  ];
  if (credentials) {
    lines.push('  账号（仅此一次显示） Accounts, shown only now');
    for (const { userName, displayName, password } of credentials.accounts) {
      lines.push(`    ${padded(userName, 17)}${padded(displayName, 17)}${password}`);
    }
    lines.push(
      '',
      '  接口密钥（仅此一次显示） API key, shown only now',
      `    ${padded(credentials.apiKey.name, 34)}${credentials.apiKey.text}`,
      '',
    );
  }
  lines.push(
    ...(config.roles.length < ROLES.length ? [`  角色 Roles ${config.roles.join(',')}`] : []),
    `  数据 Data  ${database}`,
    isPublicAlone(config.roles) ? '  密钥 Keys  无 none' : `  密钥 Keys  ${config.keysDirectory}`,
    '  停止 Stop  Ctrl+C',
  );
  return lines.join('\n');
}

/** Pads to a width on screen, where Chinese characters take two columns. */
function padded(text: string, width: number): string {
  let used = 0;
  for (const character of text)
    used += /[\u1100-\u115f\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\u{20000}-\u{3fffd}]/u.test(character) ? 2 : 1;
  return text + ' '.repeat(Math.max(1, width - used));
}
