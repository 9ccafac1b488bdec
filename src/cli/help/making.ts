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

/** `yinzheng stamp` */
export const STAMP_HELP: CommandHelp = {
  call: '(FILE | --batch FOLDER) --organisation CODE --seal CODE (--x MM --y MM | --keyword TEXT | --edge EDGE) --out FILE',
  summary: { zh: '在 PDF 上加盖电子印章，已有签名保持有效', en: 'put a seal on a PDF; earlier signatures stay intact' },
  options: [
    { name: 'organisation', value: 'CODE', words: { zh: '用章机构的代码', en: 'code of the body whose seal is used' } },
    { name: 'seal', value: 'CODE', words: { zh: '印章编码', en: 'code of the seal' } },
    { name: 'page', value: 'N', words: { zh: '页码，默认为 1', en: 'page, 1 by default' } },
    {
      name: 'x',
      value: 'MM',
      words: { zh: '印章中心距页面左边的毫米数', en: 'mm from the left edge of the page to the centre of the seal' },
    },
    {
      name: 'y',
      value: 'MM',
      words: { zh: '印章中心距页面上边的毫米数', en: 'mm from the top edge of the page to the centre of the seal' },
    },
    {
      name: 'keyword',
      value: 'TEXT',
      words: {
        zh: '关键字定位：盖在文件中这段文字的正中，代替 --page、--x、--y',
        en: 'put the seal on the middle of this text of the document, in place of --page, --x and --y',
      },
    },
    {
      name: 'field',
      value: 'NAME',
      words: {
        zh: '模板定位：盖在文件表单中这个域的正中，代替 --page、--x、--y',
        en: 'put the seal in the middle of this field of the document’s form, in place of --page, --x and --y',
      },
    },
    {
      name: 'occurrence',
      value: 'N|last|every',
      words: {
        zh: '关键字第几次出现，默认为 1；last 为最后一处，every 为每一处',
        en: 'which occurrence of the keyword, 1 by default, last, or every',
      },
    },
    {
      name: 'pages',
      value: 'PAGES',
      words: {
        zh: '一次签章显示在多页：all 或如 1,3-5，代替 --page；骑缝章默认为全部页',
        en: 'several pages under one signature: all, or such as 1,3-5, in place of --page; all by default with --edge',
      },
    },
    {
      name: 'edge',
      value: 'EDGE',
      words: {
        zh: '骑缝章，盖在各页的哪条边：left、right、top、bottom',
        en: 'straddling seal, over this edge of the pages: left, right, top, bottom',
      },
    },
    {
      name: 'at',
      value: 'MM',
      words: {
        zh: '骑缝章中心距该边上端或左端的毫米数，默认居中',
        en: 'mm from the upper or left end of the edge; its middle by default',
      },
    },
    {
      name: 'group',
      value: 'N',
      words: { zh: '每枚骑缝章最多跨几页，默认 20', en: 'pages that share one straddling seal at most, 20 by default' },
    },
    { name: 'dx', value: 'MM', words: { zh: '自关键字向右偏移的毫米数', en: 'mm to the right from the keyword' } },
    { name: 'dy', value: 'MM', words: { zh: '自关键字向下偏移的毫米数', en: 'mm downwards from the keyword' } },
    {
      name: 'certify-as',
      value: 'FORM',
      words: {
        zh: '双算法：先以机构的 RSA 或 P-256 密钥认证文件（pades 或 pkcs7，境外阅读器可验），再盖章并锁定；文件须尚无签名',
        en: 'two algorithms: pades or pkcs7 by the RSA or P-256 key of the body certifies it for readers abroad, then the seal locks it; for a PDF without signatures',
      },
    },
    {
      name: 'preview',
      value: 'FILE.png',
      words: {
        zh: '预览：不盖章，只把印章所在页画成带"预览 未盖章"字样的图片，代替 --out',
        en: 'stamp nothing, but paint the pages with the seal, marked as a preview, in place of --out',
      },
    },
    {
      name: 'batch',
      value: 'FOLDER',
      words: {
        zh: '批量用印：给该目录中的每个 PDF 盖章，结果以原文件名写入 --out 所指的目录',
        en: 'stamp every PDF of this folder; --out is the folder for the results, under the same names',
      },
    },
    { name: 'out', value: 'FILE', words: { zh: '盖章后的文件写到何处', en: 'where to write the sealed file' } },
    { name: 'item', value: 'TEXT', words: { zh: '用章事项', en: 'what the seal is used for' } },
    { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
    { name: 'cause', value: 'TEXT', words: { zh: '用章事由', en: 'cause' } },
    {
      name: 'require-evidence',
      words: {
        zh: '无法取得全部验证证据（时间戳、证书吊销状态）时不生成文件',
        en: 'make no file where some evidence (time stamp, status of the certificates) is not to be had',
      },
    },
    FORCE_OPTION,
  ],
  notes: [
    {
      zh: '批量用印中断后用同样的命令再运行一次即可继续：每个文件只盖一次，--out 目录中已有的文件不再处理。',
      en: 'A batch that broke off goes on when the same command is run again: each file is stamped once, and those that are in the folder of --out are left alone.',
    },
    {
      zh: '文件带有供日后验证的证据（SES-LT）。暂时无法取得时照常盖章，并提示"证据待补"。',
      en: 'The file has evidence for later (SES-LT). Where some is not to be had now it is sealed all the same, and the message says “evidence pending”.',
    },
  ],
};

/** `yinzheng evidence` */
export const EVIDENCE_HELP: CommandHelp = {
  call: 'FILE',
  summary: {
    zh: '为不带文件的电子签章数据（SES_Signature）制作或续期随附的证据记录（RFC 4998）',
    en: 'make or renew the evidence record (RFC 4998) that lies beside a seal signature without a document',
  },
  options: [
    {
      name: 'renew',
      words: {
        zh: '续期已有的证据记录，新记录替换原记录',
        en: 'renew the record that lies beside it; the new one takes its place',
      },
    },
    {
      name: 'evidence',
      value: 'FILE',
      words: { zh: '续期哪个证据记录，默认为 FILE.ers', en: 'the record to be renewed, FILE.ers by default' },
    },
    {
      name: 'digest',
      value: 'DIGEST',
      words: {
        zh: '续期所用的杂凑算法：sm3 或 sha256；默认沿用，旧算法则改用 sm3',
        en: 'by which digest to renew: sm3 or sha256; that of before by default, sm3 where that is old',
      },
    },
    {
      name: 'out',
      value: 'FILE',
      words: { zh: '证据记录写到何处，默认为 FILE.ers', en: 'where to write the record, FILE.ers by default' },
    },
    FORCE_OPTION,
  ],
  notes: [
    {
      zh: '记录内含时间戳、各证书链及其吊销状态，外加第二个时间戳；核验：yinzheng verify FILE --evidence FILE.ers。',
      en: 'It holds a time stamp, all chains and their status, under a second time stamp. To verify: yinzheng verify FILE --evidence FILE.ers.',
    },
    {
      zh: '须在最后一个时间戳的证书到期之前续期；到期后无法续期。',
      en: 'Renew it before the certificate of its last time stamp ends; afterwards it cannot be.',
    },
  ],
};

/** `yinzheng sign` */
export const SIGN_HELP: CommandHelp = {
  call: 'FILE --organisation CODE --out FILE',
  summary: {
    zh: '为 PDF 作数字签名（不含印章），已有签名保持有效',
    en: 'sign a PDF without a seal; earlier signatures stay intact',
  },
  options: [
    { name: 'organisation', value: 'CODE', words: { zh: '签署机构的代码', en: 'code of the body that signs' } },
    {
      name: 'form',
      value: 'FORM',
      words: {
        zh: '签名格式：pades（默认）、pkcs7，以 RSA 或 P-256 密钥签名，境外通用阅读器可验；gm-cms，以 SM2 密钥签名',
        en: 'pades (the default) or pkcs7, by an RSA or P-256 key, verified by readers abroad; gm-cms by an SM2 key',
      },
    },
    {
      name: 'certify',
      value: 'WHAT',
      words: {
        zh: '认证级别：none 不认证（默认）、signing 此后仅可填写表单和签名、no-changes 此后不得更改',
        en: 'certify the document: none (the default), signing (only filling in fields and signatures may follow), no-changes',
      },
    },
    { name: 'reason', value: 'TEXT', words: { zh: '写入签名的签署原因', en: 'reason that the signature states' } },
    {
      name: 'key',
      value: 'ID',
      words: {
        zh: '机构有多个密钥时指明所用密钥，默认为最近指定的',
        en: 'which key, where the organisation has several; the one assigned last by default',
      },
    },
    { name: 'out', value: 'FILE', words: { zh: '签名后的文件写到何处', en: 'where to write the signed file' } },
    { name: 'item', value: 'TEXT', words: { zh: '签署事项', en: 'what it is signed for' } },
    { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
    { name: 'cause', value: 'TEXT', words: { zh: '签署事由', en: 'cause' } },
    {
      name: 'require-evidence',
      words: {
        zh: '证据（时间戳、吊销状态）不齐时不生成文件',
        en: 'write nothing where the evidence (time stamp, revocation status) is not whole',
      },
    },
    FORCE_OPTION,
  ],
  notes: [
    {
      zh: '先以 key assign 指定签署机构的密钥。RSA 密钥按指定时的填充方式签名（PKCS #1 v1.5 或 PSS）。',
      en: 'A key is assigned to the body first (key assign). RSA keys sign by the padding that was said then (PKCS #1 v1.5 or PSS).',
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
        zh: '密钥的用途（可重复）：seal-signature 签章、seal-making 制章、certificate 签发证书、crl 签发撤销列表、csr 证书请求、time-stamp 时间戳、ocsp-response 答复证书状态、cms-signature 文件数字签名、journal-head 日志末条；默认 seal-signature 和 csr',
        en: 'what it may sign (repeatable): seal-signature, seal-making, certificate, crl, csr, time-stamp, ocsp-response, cms-signature, journal-head; seal-signature and csr by default',
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
