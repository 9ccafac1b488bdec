import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng statistics rebuild` */
export const STATISTICS_REBUILD_HELP: CommandHelp = {
  call: '',
  summary: { zh: '按审计日志重新计算全部监督统计', en: 'count all statistics for supervision anew from the journal' },
  options: [JSON_OPTION],
  notes: [
    {
      zh: '服务运行时亦可执行；完成前读到的仍是原统计。',
      en: 'Servers may run meanwhile; what was counted before is read until it is done.',
    },
  ],
};
