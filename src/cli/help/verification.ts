import type { CommandHelp, OptionHelp } from './model.ts';

/** `--json`, the same everywhere. */
export const JSON_OPTION: OptionHelp = { name: 'json', words: { zh: '以 JSON 输出', en: 'print JSON' } };
/** `--force`, the same everywhere. */
export const FORCE_OPTION: OptionHelp = { name: 'force', words: { zh: '覆盖已有文件', en: 'overwrite a file that exists' } };

/** `yinzheng verify` */
export const VERIFY_HELP: CommandHelp = {
  call: 'FILE',
  summary: {
    zh: '核验文件：是否未被改动、由谁签章、是否可信、证照现在的状态',
    en: 'verify a file: unaltered? sealed by whom, and trusted? status now?',
  },
  options: [
    JSON_OPTION,
    {
      name: 'view',
      value: 'VIEW',
      words: {
        zh: 'simple 结论与建议；detailed 逐项检查及依据；diagnostic 全部输入（JSON），可据以离线复算',
        en: 'simple: answers and advice; detailed: every check with clause and evidence; diagnostic: all inputs (JSON), to compute it again offline',
      },
    },
    {
      name: 'report',
      value: 'FILE',
      words: {
        zh: '另将查验报告制成加盖本系统印章的 PDF（须有本系统的数据和密钥）',
        en: 'also write the report as a PDF sealed by this installation (which must be there, with its keys)',
      },
    },
    FORCE_OPTION,
    { name: 'at', value: 'TIME', words: { zh: '核验时点，默认为现在', en: 'moment of validation, now by default' } },
    {
      name: 'known-at',
      value: 'TIME',
      words: { zh: '证照状态以当时已登记的为准，默认为现在', en: 'the status as could be known at that moment, now by default' },
    },
    {
      name: 'anchors',
      value: 'FILE',
      words: { zh: '信任的根证书（PEM 或 DER，可重复）', en: 'trusted root certificates (PEM or DER; repeatable)' },
    },
    {
      name: 'intermediates',
      value: 'FILE',
      words: {
        zh: '中间 CA 证书，本身不被信任（可重复）',
        en: 'certificates of intermediate CAs, not trusted by themselves (repeatable)',
      },
    },
    { name: 'crls', value: 'FILE', words: { zh: '证书撤销列表（可重复）', en: 'certificate revocation lists (repeatable)' } },
    {
      name: 'seal-makers',
      value: 'FILE',
      words: {
        zh: '准许制章的制章人：证书，或信任目录中 seal-makers.json 格式的清单（可重复）',
        en: 'authorised seal makers: certificates, or a list like seal-makers.json of the trust folder (repeatable)',
      },
    },
    {
      name: 'certificate',
      value: 'FILE',
      words: { zh: '文件本身未带的证书（可重复）', en: 'certificates that the file leaves out (repeatable)' },
    },
    {
      name: 'require-revocation',
      words: { zh: '证书撤销状态未知时不予通过', en: 'do not pass where it is unknown whether a certificate was revoked' },
    },
    {
      name: 'evidence',
      value: 'FILE',
      words: {
        zh: '随附的证据记录（RFC 4998），用于不带文件的电子签章数据',
        en: 'the evidence record (RFC 4998) beside a seal signature that comes without a document',
      },
    },
    { name: 'no-register', words: { zh: '不查询登记簿', en: 'do not ask the register' } },
  ],
  notes: [
    {
      zh: '退出码：0 通过，2 无法确定（包括没有签章的文件），1 不通过，3 文件无法读取或用法错误。',
      en: 'Exit code: 0 passed, 2 indeterminate (an unsigned file too), 1 failed, 3 input that cannot be read or a wrong call.',
    },
    {
      zh: '不需要服务在运行。数据目录存在时使用其信任目录并查询其登记簿；除 --report 外不写入任何内容。FILE 为 - 时读取标准输入。',
      en: 'No server is needed. Where there is a data folder, its trust folder is used and its register asked; nothing is written but with --report. FILE may be - for standard input.',
    },
  ],
};

/** `yinzheng inspect` */
export const INSPECT_HELP: CommandHelp = {
  call: 'FILE',
  summary: {
    zh: '查看电子印章、电子签章、证书、证书请求、撤销列表或 PDF 中签名的内容',
    en: 'show what is inside a seal, a seal signature, a certificate, a request, a revocation list, or the signatures of a PDF',
  },
  options: [
    JSON_OPTION,
    { name: 'picture', value: 'FILE', words: { zh: '把印章图像写入文件', en: "write the seal's picture to a file" } },
    {
      name: 'signature',
      value: 'N',
      words: {
        zh: '取第 N 个签名中的印章图像，默认为第一个',
        en: 'whose picture: the Nth signature of the PDF; the first by default',
      },
    },
    FORCE_OPTION,
  ],
  notes: [{ zh: '只读取，不核验；核验用 yinzheng verify。', en: 'Reads only; nothing is verified. To verify: yinzheng verify.' }],
};

/** `yinzheng status` */
export const STATUS_HELP: CommandHelp = {
  call: 'IDENTIFIER|CODE|COPY',
  summary: {
    zh: '查询证照状态（COPY 为加注件编号），或用 --event 变更状态',
    en: 'say what the register knows of a licence, or change its status with --event',
  },
  options: [
    JSON_OPTION,
    { name: 'as-of', value: 'TIME', words: { zh: '查询时点：当时的状态', en: 'what was so at that moment' } },
    { name: 'known-at', value: 'TIME', words: { zh: '知悉时点：以当时已登记的为准', en: 'as could be known at that moment' } },
    {
      name: 'event',
      value: 'EVENT',
      words: {
        zh: 'suspend 暂扣、resume 发还、transfer-out 转出、transfer-in 转入、cancel 注销、rescind 撤销、revoke 吊销、void 作废',
        en: 'suspend, resume, transfer-out, transfer-in, cancel, rescind, revoke or void',
      },
    },
    { name: 'organisation', value: 'CODE', words: { zh: '作出决定的机构代码', en: 'code of the body that decides' } },
    { name: 'reason', value: 'TEXT', words: { zh: '事由', en: 'reason' } },
    { name: 'document', value: 'NUMBER', words: { zh: '文书号', en: 'number of the decision' } },
    { name: 'effective-at', value: 'TIME', words: { zh: '生效时间，默认为现在', en: 'since when it holds, now by default' } },
  ],
  notes: [
    {
      zh: '退出码：0 有效，1 无效，3 无法回答。变更状态时须给出证照标识。',
      en: 'Exit code: 0 valid, 1 not valid, 3 no answer. A change of status needs the identifier.',
    },
  ],
};
