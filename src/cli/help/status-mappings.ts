import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng status-mapping list` */
export const STATUS_MAPPING_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出各交换系统的证照状态代码对照表', en: 'list the tables by which exchanges name the statuses of licences' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng status-mapping import` */
export const STATUS_MAPPING_IMPORT_HELP: CommandHelp = {
  call: 'FILE.json',
  summary: { zh: '导入一份对照表，替换同名的', en: 'import a table, in the place of one of the same id' },
  options: [],
  notes: [
    {
      zh: '格式与 yinzheng status-mapping list --json 的条目相同。',
      en: 'The file is as an item of yinzheng status-mapping list --json.',
    },
  ],
};
