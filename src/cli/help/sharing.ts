import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng webhook list` */
export const WEBHOOK_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出通知订阅', en: 'list the webhooks of systems' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng webhook replay` */
export const WEBHOOK_REPLAY_HELP: CommandHelp = {
  call: 'ID --from CURSOR',
  summary: { zh: '从某游标起重新发送通知', en: 'send again what happened after a cursor' },
  options: [
    { name: 'from', value: 'CURSOR', words: { zh: '游标，0 为从头', en: 'cursor of the feed; 0 from the beginning' } },
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng webhook end` */
export const WEBHOOK_END_HELP: CommandHelp = {
  call: 'ID',
  summary: { zh: '终止通知订阅', en: 'end a webhook for good' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng directory-error list` */
export const DIRECTORY_ERROR_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出未处理的目录上报错误', en: 'list what is wrong with directory records' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng directory-error resolve` */
export const DIRECTORY_ERROR_RESOLVE_HELP: CommandHelp = {
  call: 'ID --item TEXT --cause TEXT',
  summary: { zh: '标记错误已处理，并重新上报', en: 'say that an error was dealt with; the licence is reported again' },
  options: [
    { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
    { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
    JSON_OPTION,
  ],
  notes: [],
};
