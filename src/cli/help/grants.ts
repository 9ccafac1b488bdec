import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const PERSON = {
  zh: '确认须由另一账号以其审批身份验证器的动态口令完成；验证器用 yinzheng approver enrol 登记。',
  en: 'Another account confirms, by a code of the authenticator that yinzheng approver enrol made for it.',
};
const REASON_OPTION: OptionHelp = { name: 'reason', value: 'TEXT', words: { zh: '原因', en: 'why' } };

/** `yinzheng grant list` */
export const GRANT_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出用章授权', en: 'list the grants of seals' },
  options: [{ name: 'seal', value: 'CODE', words: { zh: '只列该印章的授权', en: 'of this seal only' } }, JSON_OPTION],
  notes: [],
};

/** `yinzheng grant show` */
export const GRANT_SHOW_HELP: CommandHelp = {
  call: 'ID',
  summary: { zh: '显示一项用章授权', en: 'show a grant of a seal' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng grant propose` */
export const GRANT_PROPOSE_HELP: CommandHelp = {
  call: '--seal CODE --to TIME',
  summary: { zh: '提出用章授权，经确认后生效', en: 'propose a grant of a seal, which holds when it is confirmed' },
  options: [
    {
      name: 'seal',
      value: 'CODE',
      words: { zh: '印章编码，或 key: 加文件签名密钥标识', en: 'seal code, or key: and the id of a key that signs documents' },
    },
    { name: 'user', value: 'NAME', words: { zh: '可用章的账号（可重复）', en: 'account that may use it (repeatable)' } },
    {
      name: 'organisation',
      value: 'CODE',
      words: { zh: '其人员和系统可用章的机构（可重复）', en: 'organisation whose people and systems may use it (repeatable)' },
    },
    {
      name: 'system',
      value: 'KEY',
      words: { zh: '可用章的系统，其 API 密钥标识（可重复）', en: 'system that may use it, by its key (repeatable)' },
    },
    { name: 'documents', words: { zh: '可用于文件', en: 'for documents' } },
    {
      name: 'licence-type',
      value: 'CODE',
      words: { zh: '可用于该类证照，all 为全部（可重复）', en: 'for licences of this type, all for every type (repeatable)' },
    },
    { name: 'from', value: 'TIME', words: { zh: '起始时间，默认现在', en: 'from when on; now by default' } },
    { name: 'to', value: 'TIME', words: { zh: '终止时间，至多三年', en: 'until when, three years at most' } },
    { name: 'uses', value: 'N', words: { zh: '使用次数上限，默认不限', en: 'uses at most; any number by default' } },
    {
      name: 'approval',
      value: 'MODE',
      words: { zh: 'automatic（默认）、per-use（逐次）、per-batch（成批）', en: 'automatic by default, per-use, or per-batch' },
    },
    { name: 'approver', value: 'NAME', words: { zh: '审批人（可重复）', en: 'account that approves uses (repeatable)' } },
    { name: 'two', words: { zh: '每次用章须两人审批', en: 'two of them approve each use' } },
    { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
    { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
    { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
    JSON_OPTION,
  ],
  notes: [PERSON],
};

/** `yinzheng grant confirm` */
export const GRANT_CONFIRM_HELP: CommandHelp = {
  call: 'ID --approver NAME',
  summary: { zh: '确认用章授权，使其生效', en: 'confirm a grant that was proposed' },
  options: [
    { name: 'approver', value: 'NAME', words: { zh: '确认人账号', en: 'account that confirms' } },
    {
      name: 'code',
      value: 'CODE',
      words: { zh: '其动态口令，仅演示环境可省略', en: 'its code; needless only in a demonstration' },
    },
    JSON_OPTION,
  ],
  notes: [PERSON],
};

/** `yinzheng grant end` */
export const GRANT_END_HELP: CommandHelp = {
  call: 'ID --reason TEXT',
  summary: { zh: '终止用章授权，立即生效', en: 'end a grant at once' },
  options: [REASON_OPTION, JSON_OPTION],
  notes: [],
};

const CAUSE_OPTIONS: readonly OptionHelp[] = [
  { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
];

/** `yinzheng grant ledger` */
export const GRANT_LEDGER_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '显示用章授权台账的归属和状况',
    en: 'show which ledger of grants is the installation’s, which is here, and whether it is fit for use',
  },
  options: [
    {
      name: 'take-over',
      words: {
        zh: '原台账已丢失或此处为恢复的旧副本，改用此处的台账',
        en: 'make the one here the installation’s, where the other is lost, or this is an older copy that was restored',
      },
    },
    {
      name: 'set-clock',
      words: {
        zh: '此前的系统时间有误，以当前时间为准',
        en: 'take the time as it is now, where the clock was wrong before',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '改用之后，授权须在此台账中重新登记（yinzheng doctor 列出缺少的授权）。',
      en: 'Grants have to be entered into it anew afterwards; yinzheng doctor says which it lacks.',
    },
  ],
};

/** `yinzheng emergency stop` */
export const EMERGENCY_STOP_HELP: CommandHelp = {
  call: 'CODE --cause TEXT',
  summary: { zh: '紧急停用印章', en: 'stop a seal at once, everywhere' },
  options: [...CAUSE_OPTIONS, JSON_OPTION],
  notes: [
    {
      zh: '两秒之后，任何服务、批量任务和签名进程都不再使用该印章。',
      en: 'Two seconds later no server, batch or signer uses it.',
    },
    { zh: '停用同时备案。', en: 'The stop is filed as well.' },
  ],
};

/** `yinzheng emergency list` */
export const EMERGENCY_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出停用中的印章', en: 'list the seals that are stopped, in an emergency or by their keepers' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng emergency end` */
export const EMERGENCY_END_HELP: CommandHelp = {
  call: 'CODE --approver NAME --cause TEXT',
  summary: { zh: '恢复停用的印章', en: 'end the stop of a seal, however it was stopped' },
  options: [
    ...CAUSE_OPTIONS,
    {
      name: 'approver',
      value: 'NAME',
      words: { zh: '同意恢复的账号，须为停用人以外的人员', en: 'account that agrees, another than who stopped it' },
    },
    {
      name: 'code',
      value: 'CODE',
      words: { zh: '其动态口令，仅演示环境可省略', en: 'its code; needless only in a demonstration' },
    },
    JSON_OPTION,
  ],
  notes: [PERSON],
};

/** `yinzheng approver enrol` */
export const APPROVER_ENROL_HELP: CommandHelp = {
  call: 'NAME',
  summary: { zh: '为审批人登记身份验证器', en: 'make an authenticator for an approver' },
  options: [JSON_OPTION],
  notes: [
    {
      zh: '密钥由签名进程生成并加密保存，仅此一次显示；再次登记后原验证器失效。它与登录用的动态口令不同。',
      en: 'Its secret is made and kept by the signer and shown this once; the one before is good no more. It is not the second factor of signing in.',
    },
  ],
};

/** `yinzheng approver list` */
export const APPROVER_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出已登记的审批人', en: 'list the approvers that are enrolled' },
  options: [JSON_OPTION],
  notes: [],
};
