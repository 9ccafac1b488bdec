import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng retention rules` */
export const RETENTION_RULES_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出各类记录的保管期限', en: 'list how long which records are kept' },
  options: [JSON_OPTION],
  notes: [{ zh: '没有规定期限的记录永久保管。', en: 'What has no rule is kept for ever.' }],
};

/** `yinzheng retention rule` */
export const RETENTION_RULE_HELP: CommandHelp = {
  call: '--kind KIND --start START --years N --basis TEXT',
  summary: { zh: '规定一类记录的保管期限', en: 'record how long a kind of record is kept' },
  options: [
    { name: 'kind', value: 'KIND', words: { zh: 'licences、stampings、signings 之一', en: 'licences, stampings or signings' } },
    {
      name: 'type',
      value: 'CODE',
      words: { zh: '证照类型；不写则适用于没有单独规定的各类', en: 'licence type; all others when absent' },
    },
    {
      name: 'start',
      value: 'START',
      words: {
        zh: '起算：recorded 签发或使用之日，validity-end 有效期止，end 证照终止',
        en: 'recorded: issue or use; validity-end: last day of validity; end: end of the licence',
      },
    },
    { name: 'years', value: 'N', words: { zh: '年数', en: 'years' } },
    { name: 'basis', value: 'TEXT', words: { zh: '依据', en: 'rule of law or of the archives that says so' } },
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng retention lists` */
export const RETENTION_LISTS_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出销毁清册', en: 'list the lists of destruction' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng retention show` */
export const RETENTION_SHOW_HELP: CommandHelp = {
  call: 'LIST',
  summary: { zh: '显示销毁清册、决定和销毁证明', en: 'show a list of destruction, its decisions and its certificate' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng retention make` */
export const RETENTION_MAKE_HELP: CommandHelp = {
  call: '--organisation CODE',
  summary: { zh: '将机构到期的记录编入销毁清册', en: 'make a list of what of an organisation is due to be destroyed' },
  options: [
    { name: 'organisation', value: 'CODE', words: { zh: '机构的统一社会信用代码', en: 'unified social credit code' } },
    { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
    { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '清册须由两个账号通过接口先后复核、批准后才能执行。',
      en: 'Two accounts review and approve it over the interface before it can be carried out.',
    },
  ],
};

/** `yinzheng retention carry-out` */
export const RETENTION_CARRY_OUT_HELP: CommandHelp = {
  call: 'LIST',
  summary: {
    zh: '执行已批准的销毁清册；中断后可继续',
    en: 'carry an approved list of destruction out; what was interrupted goes on',
  },
  options: [JSON_OPTION],
  notes: [{ zh: '销毁无法撤销。', en: 'Destruction cannot be undone.' }],
};
