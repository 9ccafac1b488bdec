import type { CommandHelp, OptionHelp } from './model.ts';
import { FORCE_OPTION, JSON_OPTION } from './verification.ts';

const PURPOSE_OPTIONS: readonly OptionHelp[] = [
  { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
  { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
  JSON_OPTION,
];
const APPROVED = {
  zh: '印章由所属机构申请、制发部门审批后方可制作：POST /api/v1/seal-applications。',
  en: 'Seals are made when their owner has applied for them and the department above approved: POST /api/v1/seal-applications.',
};

/** `yinzheng seal list` */
export const SEAL_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出电子印章', en: 'list the electronic seals' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng seal show` */
export const SEAL_SHOW_HELP: CommandHelp = {
  call: 'CODE',
  summary: { zh: '显示电子印章及其备案记录', en: 'show an electronic seal and what was filed of it' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng seal applications` */
export const SEAL_APPLICATIONS_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出印章申请', en: 'list applications for seals' },
  options: [
    {
      name: 'state',
      value: 'STATE',
      words: {
        zh: '仅此状态：applied 待审批、approved 已批准、certificate-awaited 等待证书、made 已制作、done 已办结、refused 未获批准、withdrawn 已撤回',
        en: 'only those in this state: applied, approved, certificate-awaited, made, done, refused, withdrawn',
      },
    },
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng seal make` */
export const SEAL_MAKE_HELP: CommandHelp = {
  call: 'APPLICATION',
  summary: { zh: '制作已批准的电子印章', en: 'make the seal of an approved application' },
  options: [
    {
      name: 'certificate',
      value: 'FILE',
      words: { zh: '其他 CA 为托管密钥签发的证书', en: "another CA's certificate for the key in custody" },
    },
    {
      name: 'request-out',
      value: 'FILE',
      words: { zh: '交给其他 CA 的证书请求（PKCS#10）写到何处', en: 'where to write the request (PKCS#10) for another CA' },
    },
    {
      name: 'out',
      value: 'FILE',
      words: {
        zh: '签章人证书写到何处，例如用于导入 UKey',
        en: "where to write the signer's certificate, to be put into a UKey for instance",
      },
    },
    FORCE_OPTION,
    ...PURPOSE_OPTIONS,
  ],
  notes: [APPROVED],
};

/** `yinzheng seal file` */
export const SEAL_FILE_HELP: CommandHelp = {
  call: 'APPLICATION',
  summary: { zh: '备案已制作的电子印章，即时启用', en: 'file a seal that was made; it is in use from then on' },
  options: PURPOSE_OPTIONS,
  notes: [],
};

/** `yinzheng seal cancel` */
export const SEAL_CANCEL_HELP: CommandHelp = {
  call: 'APPLICATION',
  summary: {
    zh: '注销已批准注销的电子印章，并撤销其证书',
    en: 'cancel a seal whose cancellation was approved, and revoke its certificates',
  },
  options: PURPOSE_OPTIONS,
  notes: [APPROVED],
};

/** `yinzheng seal stop` */
export const SEAL_STOP_HELP: CommandHelp = {
  call: 'CODE',
  summary: { zh: '停用电子印章，并备案', en: 'stop an electronic seal for a time, which is filed' },
  options: PURPOSE_OPTIONS,
  notes: [
    {
      zh: '紧急情况用 yinzheng emergency stop：密钥保管方同时停用，恢复须由他人凭验证码确认。',
      en: 'In an emergency, yinzheng emergency stop stops it in custody too, and another person’s code resumes it.',
    },
  ],
};

/** `yinzheng seal export` */
export const SEAL_EXPORT_HELP: CommandHelp = {
  call: '--from DAY --to DAY --out FILE',
  summary: {
    zh: '导出期间内有备案的电子印章，报送上级系统',
    en: 'write the seals of which something was filed, for the system above',
  },
  options: [
    { name: 'from', value: 'DAY', words: { zh: '起始日期，如 2026-01-01', en: 'first day, such as 2026-01-01' } },
    { name: 'to', value: 'DAY', words: { zh: '截止日期', en: 'last day' } },
    { name: 'out', value: 'FILE', words: { zh: '写到何处', en: 'where to write them' } },
    FORCE_OPTION,
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng seal import` */
export const SEAL_IMPORT_HELP: CommandHelp = {
  call: 'FILE',
  summary: { zh: '登记下级系统报送的电子印章备案', en: 'enter what another system filed of its seals' },
  options: PURPOSE_OPTIONS,
  notes: [
    {
      zh: '仅登记由信任列表中的制章人制作的印章；与已备案内容矛盾的不予登记。',
      en: 'Only seals of authorised makers are entered, and nothing that contradicts what is on file.',
    },
  ],
};

const LIST_OPTIONS: readonly OptionHelp[] = [
  {
    name: 'format',
    value: 'FORMAT',
    words: { zh: 'table、csv 或 json；写入文件时默认 csv', en: 'table, csv or json; csv by default where a file is written' },
  },
  { name: 'out', value: 'FILE', words: { zh: '写到何处', en: 'where to write it' } },
  FORCE_OPTION,
];
const SINCE = { zh: '疑似失控的时间', en: 'since when the key is suspected to be in other hands' };

/** `yinzheng seal compromise` */
export const SEAL_COMPROMISE_HELP: CommandHelp = {
  call: 'CODE --since TIME --cause TEXT',
  summary: {
    zh: '报告印章密钥失控，或查看后续处理的进度',
    en: 'report that a seal’s key is in other hands, or show how far the work is',
  },
  options: [{ name: 'since', value: 'TIME', words: SINCE }, ...PURPOSE_OPTIONS],
  notes: [
    {
      zh: '印章立即停用并终止，其证书自该时间起失效并撤销；持有人由服务在后台列出。不带 --since 时只显示进度。',
      en: 'The seal is stopped and ended, its certificates are revoked with that date; servers note the holders. Without --since it only shows the progress.',
    },
  ],
};

/** `yinzheng seal compromised` */
export const SEAL_COMPROMISED_HELP: CommandHelp = {
  call: 'CODE',
  summary: { zh: '列出失控以来用章的文件及其时间证据', en: 'list every document stamped since then, with its evidence of time' },
  options: [
    {
      name: 'since',
      value: 'TIME',
      words: { zh: '起始时间，默认为所报告的时间', en: 'since then; since the reported time by default' },
    },
    ...LIST_OPTIONS,
  ],
  notes: [
    {
      zh: '时间证据 SES 表示仅有印章自称的时间；SES-T、SES-LT 有时间戳。',
      en: 'Evidence SES: nothing but the time that the seal claims; SES-T, SES-LT: a time stamp.',
    },
  ],
};

/** `yinzheng seal notices` */
export const SEAL_NOTICES_HELP: CommandHelp = {
  call: 'CODE',
  summary: { zh: '列出应告知的证照持有人', en: 'list the notices for holders of licences sealed since then' },
  options: LIST_OPTIONS,
  notes: [],
};

/** `yinzheng seal reseal` */
export const SEAL_RESEAL_HELP: CommandHelp = {
  call: 'CODE --by SEAL --cause TEXT',
  summary: { zh: '以另一印章批量重新盖章', en: 'seal the licences of a compromised seal again, with another seal' },
  options: [
    { name: 'by', value: 'SEAL', words: { zh: '所用印章，须属于同一机构', en: 'another seal of the same owner' } },
    { name: 'now', words: { zh: '由本命令完成，而不等待服务', en: 'by this command to the end, instead of by the servers' } },
    ...PURPOSE_OPTIONS,
  ],
  notes: [],
};
