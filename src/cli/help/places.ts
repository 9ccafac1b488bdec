import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const PURPOSE_OPTIONS: readonly OptionHelp[] = [
  { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
  { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
  JSON_OPTION,
];
const TREE = {
  zh: 'TREE 为 area（行政区划）或 line（条线）。',
  en: 'TREE is area or line (of business).',
};

/** `yinzheng place list` */
export const PLACE_LIST_HELP: CommandHelp = {
  call: 'TREE',
  summary: { zh: '列出已登记的区划或条线', en: 'list the registered areas or lines of business' },
  options: [
    { name: 'find', value: 'TEXT', words: { zh: '代码开头或名称中的文字', en: 'beginning of the code, or part of the name' } },
    {
      name: 'in',
      value: 'CODE',
      words: { zh: '直接上级的代码，none 为顶层', en: 'directly in this one; none for those at the top' },
    },
    JSON_OPTION,
  ],
  notes: [TREE],
};

/** `yinzheng place import` */
export const PLACE_IMPORT_HELP: CommandHelp = {
  call: 'TREE FILE.csv',
  summary: { zh: '从 CSV 登记区划或条线', en: 'take areas or lines of business into the register from CSV' },
  options: PURPOSE_OPTIONS,
  notes: [
    TREE,
    {
      zh: '列：code、name、firstDay、lastDay、successors（承接代码，以空格分隔）。全部行检查通过后才写入；文件中没有的保持不变。',
      en: 'Columns: code, name, firstDay, lastDay, successors (with spaces between). All rows are judged before one is written; what the file does not name stays.',
    },
  ],
};

/** `yinzheng place export` */
export const PLACE_EXPORT_HELP: CommandHelp = {
  call: 'TREE --out FILE.csv',
  summary: { zh: '将登记的区划或条线导出为 CSV', en: 'write the registered areas or lines of business as CSV' },
  options: [
    { name: 'out', value: 'FILE', words: { zh: '输出文件', en: 'file to write' } },
    { name: 'force', words: { zh: '覆盖已有文件', en: 'replace a file that is there' } },
  ],
  notes: [TREE],
};

/** `yinzheng place move` */
export const PLACE_MOVE_HELP: CommandHelp = {
  call: 'CODE',
  summary: {
    zh: '将已终止区划代码下的机构调整到承接代码',
    en: 'move the organisations of an area whose code has ended to its successor',
  },
  options: [
    {
      name: 'to',
      value: 'CODE',
      words: { zh: '有多个承接代码时，全部转入的代码', en: 'successor that all go to, where there are several' },
    },
    ...PURPOSE_OPTIONS,
  ],
  notes: [
    {
      zh: '机构保留原代码及其截止日期；未能调整的列出原因，可再次执行。',
      en: 'They keep the old code with its last day. Those that were not moved are listed with the reason; run it again.',
    },
  ],
};
