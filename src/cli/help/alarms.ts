import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng alarm list` */
export const ALARM_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出异常使用告警，最近的在前', en: 'list the alarms of abnormal use, the latest first' },
  options: [JSON_OPTION],
  notes: [
    {
      zh: '对象以编号列出：accounts/、clients/、api-keys/、seals/；addresses/ 后为网络地址的带密钥摘要。',
      en: 'Subjects are ids: accounts/, clients/, api-keys/, seals/; what follows addresses/ is a keyed digest of a network address.',
    },
  ],
};
