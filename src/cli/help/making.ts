import type { CommandHelp } from './model.ts';
import { FORCE_OPTION, JSON_OPTION } from './verification.ts';

/** `yinzheng issue` */
export const ISSUE_HELP: CommandHelp = {
  call: 'REQUEST.json --organisation CODE',
  summary: { zh: '签发证照，并写出盖章后的文件', en: 'issue a licence and write its sealed file' },
  options: [
    { name: 'organisation', value: 'CODE', words: { zh: '颁发机构的统一社会信用代码', en: 'code of the issuing body' } },
    { name: 'out', value: 'FILE', words: { zh: '证照文件写到何处', en: 'where to write the licence' } },
    FORCE_OPTION,
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '同一办件编号、相同内容，返回同一证照；内容不同则拒绝。',
      en: 'The same case number with the same content gives the same licence again; with other content it is refused.',
    },
    {
      zh: '文件带有供日后验证的证据（SES-LT）。暂时无法取得时照常签发，提示"证据待补"，由运行中的服务补充。',
      en: 'The file has evidence for later (SES-LT). Where some is not to be had now it is issued all the same, the message says “evidence pending”, and the running server adds it.',
    },
  ],
};

/** `yinzheng edition` */
export const EDITION_HELP: CommandHelp = {
  call: 'IDENTIFIER REQUEST.json --organisation CODE',
  summary: {
    zh: '变更、延续、补发、作废重发或恢复证照，并写出新版本的文件',
    en: 'change, renew, reissue, correct or reinstate a licence, and write the file of its next edition',
  },
  options: [
    { name: 'organisation', value: 'CODE', words: { zh: '颁发机构的统一社会信用代码', en: 'code of the issuing body' } },
    { name: 'out', value: 'FILE', words: { zh: '证照文件写到何处', en: 'where to write the licence' } },
    FORCE_OPTION,
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '请求写明 act（change、renew、reissue、correct、reinstate）、reason、purpose；未写明的内容不变。原版本随即被替换（作废重发的，原版本作废）。',
      en: 'The request names act (change, renew, reissue, correct, reinstate), reason and purpose; what it does not state stays as it is. The edition before is replaced, or void where it was corrected.',
    },
  ],
};

/** `yinzheng issue-table` */
export const ISSUE_TABLE_HELP: CommandHelp = {
  call: 'TABLE --type CODE --organisation CODE --item TEXT --cause TEXT',
  summary: {
    zh: '按表格（CSV 或 XLSX）批量签发证照，全部行校验通过后才签发',
    en: 'issue licences from a table (CSV or XLSX), after all of its rows are found right',
  },
  options: [
    { name: 'type', value: 'CODE', words: { zh: '证照类型代码', en: 'code of the licence type' } },
    { name: 'organisation', value: 'CODE', words: { zh: '颁发机构的统一社会信用代码', en: 'code of the issuing body' } },
    { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that they are issued for' } },
    { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
    {
      name: 'results',
      value: 'FILE',
      words: { zh: '逐行结果写到何处（CSV）', en: 'where to write what became of each row (CSV)' },
    },
    { name: 'check', words: { zh: '只校验，不签发', en: 'check only, issue nothing' } },
    FORCE_OPTION,
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '同一办件编号只签发一次：中断后用原命令继续，不会重复签发。退出码 0 表示全部签发，1 表示有行未签发。',
      en: 'Each case number is issued once: after an interruption the same command goes on, and issues nothing twice. Exit code 0: all are issued, 1: some are not.',
    },
  ],
};

/** `yinzheng keygen` */
export const KEYGEN_HELP: CommandHelp = {
  call: '--label TEXT | --key ID | --list',
  summary: {
    zh: '在密钥库中生成密钥对、写证书请求、装入证书、列出密钥',
    en: 'make a key pair in the keystore, write a certificate request, attach a certificate, list keys',
  },
  options: [
    { name: 'label', value: 'TEXT', words: { zh: '新密钥的名称', en: 'what to call the new key' } },
    {
      name: 'purpose',
      value: 'PURPOSE',
      words: {
        zh: '密钥的用途（可重复）：seal-signature 签章、seal-making 制章、certificate 签发证书、crl 签发撤销列表、csr 证书请求、time-stamp 时间戳、ocsp-response 答复证书状态、cms-signature 文件数字签名、journal-head 日志末条、licence-claim 证照声明、status-list 状态列表、key-set 签发密钥集、service-statement 服务声明；默认 seal-signature 和 csr',
        en: 'what it may sign (repeatable): seal-signature, seal-making, certificate, crl, csr, time-stamp, ocsp-response, cms-signature, journal-head, licence-claim, status-list, key-set, service-statement; seal-signature and csr by default',
      },
    },
    {
      name: 'algorithm',
      value: 'ALGORITHM',
      words: {
        zh: '密钥算法：sm2（默认）；ecdsa-p256 或 rsa（3072 位）只能用于 time-stamp、cms-signature、csr',
        en: 'sm2 (the default); ecdsa-p256 or rsa (3072 bits) for time-stamp, cms-signature and csr only',
      },
    },
    {
      name: 'csr',
      value: 'FILE',
      words: { zh: '写出 PKCS#10 证书请求（PEM）', en: 'write a PKCS#10 certificate request (PEM)' },
    },
    {
      name: 'subject',
      value: 'NAME',
      words: {
        zh: '请求的主体名称，例如 C=CN,O=某某局,CN=99010000000009',
        en: 'its subject, such as C=CN,O=某某局,CN=99010000000009',
      },
    },
    { name: 'key', value: 'ID', words: { zh: '已有的密钥，代替 --label', en: 'a key that exists, in place of --label' } },
    {
      name: 'certificate',
      value: 'FILE',
      words: { zh: '为 --key 装入其证书（PEM 或 DER）', en: 'attach its certificate (PEM or DER) to --key' },
    },
    { name: 'list', words: { zh: '列出密钥', en: 'list the keys' } },
    FORCE_OPTION,
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '私钥不离开密钥库。运行中的服务无需重启即可使用新密钥。',
      en: 'Private keys never leave the keystore. A running server takes new keys without a restart.',
    },
  ],
};

/** `yinzheng revoke` */
export const REVOKE_HELP: CommandHelp = {
  call: 'CERTIFICATE',
  summary: {
    zh: '撤销本系统签发的证书，并发布新的证书撤销列表',
    en: 'revoke a certificate that was issued here, and publish the next revocation list',
  },
  options: [
    {
      name: 'reason',
      value: 'REASON',
      words: {
        zh: '撤销原因：unspecified（默认）、keyCompromise 私钥泄露、affiliationChanged 隶属变更、superseded 已被替代、cessationOfOperation 停止使用、privilegeWithdrawn 权限撤回',
        en: 'unspecified (the default), keyCompromise, affiliationChanged, superseded, cessationOfOperation or privilegeWithdrawn',
      },
    },
    {
      name: 'since',
      value: 'TIME',
      words: {
        zh: '私钥可能已泄露或原因已存在的时间',
        en: 'since when its key may have been in other hands, or the ground existed',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '同一密钥换发前的证书一并撤销；原因为 superseded 或 unspecified 时只撤销该证书。',
      en: 'Every other certificate of the same key goes with it, those before renewals; with superseded and unspecified this one alone.',
    },
  ],
};
