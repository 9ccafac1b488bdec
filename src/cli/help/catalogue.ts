import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const PURPOSE_OPTIONS: readonly OptionHelp[] = [
  { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
  { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
  JSON_OPTION,
];
const TWO_PERSONS = {
  zh: '编制与审批须由两人承担；命令行视为一人，因此由命令行导入或提交的版本须由持账号的审批员发布。',
  en: 'Drafting and approving are for two persons. The command line is one, so an approver with an account publishes what it imported or submitted.',
};

/** `yinzheng catalogue list` */
export const CATALOGUE_LIST_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '列出证照类型、分级补充和数据字典及其版本',
    en: 'list licence types, additions and dictionaries with their versions',
  },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng catalogue export` */
export const CATALOGUE_EXPORT_HELP: CommandHelp = {
  call: '--out FILE',
  summary: { zh: '将已发布的目录（含照面模板）导出为文件', en: 'write what is published, with its faces, into a file' },
  options: [
    {
      name: 'type',
      value: 'CODE',
      words: { zh: '只导出该证照类型及其字典（可重复）', en: 'this type and its dictionaries only (repeatable)' },
    },
    { name: 'out', value: 'FILE', words: { zh: '输出文件', en: 'file to be written' } },
    { name: 'force', words: { zh: '覆盖已有文件', en: 'replace a file that is there' } },
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng catalogue import` */
export const CATALOGUE_IMPORT_HELP: CommandHelp = {
  call: 'FILE',
  summary: { zh: '将目录文件导入为草稿', en: 'draft what a file of the catalogue has' },
  options: [
    { name: 'owner', value: 'CODE', words: { zh: '新条目由哪个机构管理', en: 'organisation that is to keep what is new' } },
    ...PURPOSE_OPTIONS,
  ],
  notes: [TWO_PERSONS],
};

/** `yinzheng catalogue step` */
export const CATALOGUE_STEP_HELP: CommandHelp = {
  call: 'KIND CODE --step STEP',
  summary: { zh: '提交、退回、发布、废弃或停用目录条目', en: 'submit, return, publish, discard or withdraw an entry' },
  options: [
    {
      name: 'step',
      value: 'STEP',
      words: {
        zh: 'submit、return、publish、discard、ask-withdrawal、refuse-withdrawal、withdraw',
        en: 'submit, return, publish, discard, ask-withdrawal, refuse-withdrawal or withdraw',
      },
    },
    { name: 'document', value: 'NUMBER', words: { zh: '停用依据文号', en: 'document that a withdrawal rests on' } },
    ...PURPOSE_OPTIONS,
  ],
  notes: [
    {
      zh: 'KIND 为 licence-types、licence-type-additions 或 dictionaries。',
      en: 'KIND is licence-types, licence-type-additions or dictionaries.',
    },
    TWO_PERSONS,
  ],
};
