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
