import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const APART = {
  zh: '系统及其密钥经授权后方可使用；经接口办理时，由系统管理员登记、安全管理员授权。',
  en: 'Systems and their keys are let in once authorised; over HTTP system administrators record them and security administrators authorise.',
};
const TERM_OPTIONS: readonly OptionHelp[] = [
  {
    name: 'scope',
    value: 'ACTION',
    words: {
      zh: '权限范围（可重复），例如 licence:verify',
      en: 'an action it is let in for (repeatable), such as licence:verify',
    },
  },
  {
    name: 'sharing',
    value: 'FILE',
    words: {
      zh: '共享条件（JSON 文件：证照类型、字段、事项），与 licence:share 同用；none 为取消',
      en: 'what is shared with it (JSON: licence types, fields, matters), with licence:share; none takes it away',
    },
  },
  { name: 'per-minute', value: 'N', words: { zh: '每分钟请求数上限，none 为不限', en: 'requests a minute; none for no bound' } },
  { name: 'per-day', value: 'N', words: { zh: '每日请求数上限，none 为不限', en: 'requests a day; none for no bound' } },
  { name: 'until', value: 'TIME', words: { zh: '有效期止，none 为不限', en: 'until when it is let in; none for no end' } },
  JSON_OPTION,
];
const changing = (zh: string, en: string): CommandHelp => ({
  call: 'ID',
  summary: { zh, en },
  options: [JSON_OPTION],
  notes: [],
});

/** `yinzheng client list` */
export const CLIENT_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出应用系统', en: 'list the systems that are let in' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng client show` */
export const CLIENT_SHOW_HELP = changing('显示一个应用系统', 'show one system');

/** `yinzheng client create` */
export const CLIENT_CREATE_HELP: CommandHelp = {
  call: 'NAME --organisation CODE --scope ACTION',
  summary: { zh: '登记应用系统', en: 'record a system' },
  options: [
    {
      name: 'organisation',
      value: 'CODE',
      words: { zh: '所代表机构的统一社会信用代码', en: 'unified social credit code of the organisation it acts for' },
    },
    ...TERM_OPTIONS,
  ],
  notes: [APART],
};

/** `yinzheng client change` */
export const CLIENT_CHANGE_HELP: CommandHelp = {
  call: 'ID',
  summary: { zh: '变更应用系统的名称、权限范围、配额或有效期', en: 'ask another name, other scopes, quotas or another term' },
  options: [{ name: 'name', value: 'TEXT', words: { zh: '名称', en: 'its name' } }, ...TERM_OPTIONS],
  notes: [APART],
};

/** `yinzheng client authorise` */
export const CLIENT_AUTHORISE_HELP = changing(
  '授权应用系统所申请的事项和密钥',
  'authorise what is asked for a system, and its keys',
);

/** `yinzheng client block` */
export const CLIENT_BLOCK_HELP = changing(
  '停用应用系统，其密钥和令牌立即失效',
  'block a system; its keys and tokens are worth nothing at once',
);

/** `yinzheng client unblock` */
export const CLIENT_UNBLOCK_HELP = changing('启用已停用的应用系统', 'let a blocked system in again');

/** `yinzheng client close` */
export const CLIENT_CLOSE_HELP = changing('注销应用系统，不可恢复', 'close a system for good');

/** `yinzheng client add-key` */
export const CLIENT_ADD_KEY_HELP: CommandHelp = {
  call: 'ID --key FILE | --certificate FILE | --api-key',
  summary: { zh: '为应用系统增加密钥', en: 'add a key to a system' },
  options: [
    { name: 'key', value: 'FILE', words: { zh: '公钥文件（PEM）', en: 'public key (PEM)' } },
    { name: 'certificate', value: 'FILE', words: { zh: '证书文件', en: 'certificate' } },
    { name: 'api-key', words: { zh: '生成接口密钥，仅显示一次', en: 'make an API key, shown this once' } },
    { name: 'key-id', value: 'TEXT', words: { zh: '密钥标识（kid）', en: 'what the key is called (kid)' } },
    { name: 'from', value: 'TIME', words: { zh: '启用时间', en: 'from when it is taken' } },
    { name: 'until', value: 'TIME', words: { zh: '停用时间', en: 'until when it is taken' } },
    JSON_OPTION,
  ],
  notes: [APART],
};

/** `yinzheng client end-key` */
export const CLIENT_END_KEY_HELP: CommandHelp = {
  call: 'ID KEY',
  summary: { zh: '终止应用系统的密钥', en: 'end a key of a system' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng api-key list` */
export const API_KEY_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出不属于登记系统的接口密钥', en: 'list the API keys that belong to no registered system' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng api-key end` */
export const API_KEY_END_HELP: CommandHelp = {
  call: 'KEY',
  summary: { zh: '终止接口密钥，不可恢复', en: 'end an API key for good' },
  options: [JSON_OPTION],
  notes: [],
};
