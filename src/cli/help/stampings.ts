import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const FILTER_OPTIONS: readonly OptionHelp[] = [
  { name: 'seal', value: 'CODE', words: { zh: '印章编码', en: 'of this seal' } },
  { name: 'organisation', value: 'CODE', words: { zh: '印章所属机构', en: 'of the seals of this organisation' } },
  { name: 'applicant', value: 'ID', words: { zh: '用章账号或系统密钥标识', en: 'by this account, or system by its key' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'of this case number' } },
  {
    name: 'result',
    value: 'RESULT',
    words: { zh: '结果：done、failed、refused 等', en: 'with this result: done, failed, refused and others' },
  },
  { name: 'from', value: 'TIME', words: { zh: '起始时间', en: 'recorded then or later' } },
  { name: 'to', value: 'TIME', words: { zh: '终止时间（不含）', en: 'recorded before then' } },
];

/** `yinzheng stampings list` */
export const STAMPINGS_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '显示最近的用章日志', en: 'show the last stampings' },
  options: [...FILTER_OPTIONS, JSON_OPTION],
  notes: [],
};

/** `yinzheng stampings export` */
export const STAMPINGS_EXPORT_HELP: CommandHelp = {
  call: '--out FILE',
  summary: { zh: '导出用章日志', en: 'write the log of stampings into a file' },
  options: [
    ...FILTER_OPTIONS,
    { name: 'format', value: 'FORMAT', words: { zh: 'csv（默认）或 json', en: 'csv by default, or json' } },
    { name: 'out', value: 'FILE', words: { zh: '写入的文件', en: 'file that is written' } },
    { name: 'force', words: { zh: '覆盖已有文件', en: 'in place of a file that is there' } },
  ],
  notes: [],
};
