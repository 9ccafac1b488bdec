import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const APART = {
  zh: '三员分立：administrator（系统管理员）、security-administrator（安全管理员）、auditor（审计管理员）各设账号，且不得兼任其他角色。',
  en: 'administrator, security-administrator and auditor are kept apart: such an account has no other role.',
};
const INITIAL = {
  zh: '初始口令仅显示一次，七天内有效，首次登录须修改。',
  en: 'The initial password is shown this once, is good for seven days, and has to be changed at the first sign-in.',
};
const SESSIONS = { zh: '该账号的会话立即结束。', en: 'Its sessions end at once.' };
const ROLE_OPTION: OptionHelp = {
  name: 'role',
  value: 'ROLE',
  words: {
    zh: '角色（可重复）：issuer、seal-user、seal-keeper、seal-approver、seal-maker、verifier、administrator、security-administrator、auditor',
    en: 'role (repeatable): issuer, seal-user, seal-keeper, seal-approver, seal-maker, verifier, administrator, security-administrator, auditor',
  },
};

const SCOPE_OPTIONS: readonly OptionHelp[] = [
  { name: 'own', words: { zh: '数据范围为本机构', en: 'it reaches its own organisation only' } },
  {
    name: 'area',
    value: 'CODE',
    words: { zh: '数据范围为该区划及其下级', en: 'it reaches this area and all in it' },
  },
  {
    name: 'line',
    value: 'CODE',
    words: {
      zh: '数据范围为该条线及其下级，可与 --area 同用',
      en: 'it reaches this line of business and all beneath it; in an area with --area',
    },
  },
];

/** `yinzheng account list` */
export const ACCOUNT_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出账号及其角色、状态', en: 'list the accounts with their roles and states' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng account create` */
export const ACCOUNT_CREATE_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '新建账号，例如首任管理员', en: 'make an account, such as the first administrators' },
  options: [
    ROLE_OPTION,
    {
      name: 'display-name',
      value: 'TEXT',
      words: { zh: '姓名，默认为用户名', en: 'name of the person; the user name by default' },
    },
    {
      name: 'organisation',
      value: 'CODE',
      words: { zh: '所属机构的统一社会信用代码', en: 'unified social credit code of the organisation it belongs to' },
    },
    ...SCOPE_OPTIONS,
    JSON_OPTION,
  ],
  notes: [INITIAL, APART],
};

/** `yinzheng account roles` */
export const ACCOUNT_ROLES_HELP: CommandHelp = {
  call: 'NAME --role ROLE',
  summary: { zh: '将账号的角色改为所列角色', en: 'give an account these roles and no other' },
  options: [ROLE_OPTION, { name: 'none', words: { zh: '不授予任何角色', en: 'no role at all' } }, JSON_OPTION],
  notes: [APART, SESSIONS],
};

/** `yinzheng account scope` */
export const ACCOUNT_SCOPE_HELP: CommandHelp = {
  call: 'NAME (--own | --area CODE | --line CODE | --usual)',
  summary: { zh: '设置账号的数据范围', en: 'say how far an account reaches' },
  options: [
    ...SCOPE_OPTIONS,
    { name: 'usual', words: { zh: '按角色和所属机构确定', en: 'as its role and its organisation say' } },
    JSON_OPTION,
  ],
  notes: [SESSIONS],
};

/** `yinzheng account move` */
export const ACCOUNT_MOVE_HELP: CommandHelp = {
  call: 'NAME --organisation CODE',
  summary: { zh: '将账号转到其他机构，例如承继机构', en: 'give an account to another organisation, such as a successor' },
  options: [
    {
      name: 'organisation',
      value: 'CODE',
      words: { zh: '转入机构的统一社会信用代码', en: 'unified social credit code of the organisation it goes to' },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '角色保持不变；原机构印章的授权须由其印章管理员另行终止。',
      en: 'It keeps its roles. Grants of seals of the organisation before are ended by its keepers.',
    },
    SESSIONS,
  ],
};

/** `yinzheng account reset-password` */
export const ACCOUNT_RESET_PASSWORD_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '重置口令，管理员的口令只能这样重置', en: 'reset a password; those of administrators in no other way' },
  options: [JSON_OPTION],
  notes: [INITIAL, SESSIONS],
};

/** `yinzheng account reset-second-factor` */
export const ACCOUNT_RESET_SECOND_FACTOR_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '解绑丢失的身份验证器', en: 'take an authenticator away that was lost' },
  options: [JSON_OPTION],
  notes: [SESSIONS],
};

/** `yinzheng account lock` */
export const ACCOUNT_LOCK_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '锁定账号', en: 'lock an account' },
  options: [JSON_OPTION],
  notes: [SESSIONS],
};

/** `yinzheng account unlock` */
export const ACCOUNT_UNLOCK_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '解锁账号', en: 'unlock an account' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng account close` */
export const ACCOUNT_CLOSE_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '注销离岗人员的账号，不可恢复', en: 'close the account of somebody who left, for good' },
  options: [JSON_OPTION],
  notes: [SESSIONS],
};

/** `yinzheng account unlink` */
export const ACCOUNT_UNLINK_HELP: CommandHelp = {
  call: 'NAME',
  summary: {
    zh: '解除账号与统一身份认证平台用户的绑定，下次登录时重新绑定',
    en: 'take away who an account is at the identity provider; it is bound anew at the next sign-in there',
  },
  options: [JSON_OPTION],
  notes: [SESSIONS],
};
