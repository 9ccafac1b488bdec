import type { CommandHelp } from './model.ts';
import { FORCE_OPTION } from './verification.ts';

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
      name: 'bookmark',
      value: 'TITLE',
      words: {
        zh: '盖在这个书签所指的位置，代替 --page、--x、--y；可加 --dx、--dy',
        en: 'put the seal where the bookmark of this title leads, in place of --page, --x and --y; --dx and --dy move it',
      },
    },
    {
      name: 'destination',
      value: 'NAME',
      words: {
        zh: '盖在这个命名目标所指的位置，代替 --page、--x、--y；可加 --dx、--dy',
        en: 'put the seal at this named destination, in place of --page, --x and --y; --dx and --dy move it',
      },
    },
    {
      name: 'licence-type',
      value: 'CODE',
      words: {
        zh: '盖在该证照类型模板中印章所在的位置，代替 --page、--x、--y',
        en: 'put the seal where the licences of this type have theirs, in place of --page, --x and --y',
      },
    },
    {
      name: 'seal-place',
      value: 'NAME',
      words: { zh: '模板中有多个印章位置时，其名称', en: 'which seal of the template, where it has several' },
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
    {
      name: 'dx',
      value: 'MM',
      words: {
        zh: '自关键字、表单域、书签或目标向右偏移的毫米数',
        en: 'mm to the right from keyword, field, bookmark or destination',
      },
    },
    { name: 'dy', value: 'MM', words: { zh: '向下偏移的毫米数', en: 'mm downwards from there' } },
    {
      name: 'certify-as',
      value: 'FORM',
      words: {
        zh: '双算法：先以机构的 RSA 或 P-256 密钥认证文件（pades 或 pkcs7，境外阅读器可验），再盖章并锁定；文件须尚无签名；可用于多页、骑缝章和批量用印',
        en: 'two algorithms: pades or pkcs7 by the RSA or P-256 key of the body certifies it for readers abroad, then the seal locks it; for a PDF without signatures, with any place and with --batch',
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
  call: 'LICENCE | FILE',
  summary: {
    zh: '出具证照的证据包；或为不带文件的电子签章数据（SES_Signature）制作、续期随附的证据记录（RFC 4998）',
    en: 'make a package of evidence of a licence; or the evidence record (RFC 4998) that lies beside a seal signature without a document',
  },
  options: [
    { name: 'item', value: 'TEXT', words: { zh: '证据包用于何事项', en: 'matter that the package is for' } },
    { name: 'cause', value: 'TEXT', words: { zh: '出具证据包的事由', en: 'why the package is made' } },
    { name: 'case', value: 'NUMBER', words: { zh: '案件编号', en: 'case number' } },
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
      words: {
        zh: '证据包写到何处；证据记录默认写到 FILE.ers',
        en: 'where to write the package; a record is written to FILE.ers by default',
      },
    },
    FORCE_OPTION,
  ],
  notes: [
    {
      zh: '证据包的核验（无需联网）：yinzheng evidence verify FILE。',
      en: 'To check a package, without a network: yinzheng evidence verify FILE.',
    },
    {
      zh: '证据记录内含时间戳、各证书链及其吊销状态，外加第二个时间戳；核验：yinzheng verify FILE --evidence FILE.ers。',
      en: 'A record holds a time stamp, all chains and their status, under a second time stamp. To verify: yinzheng verify FILE --evidence FILE.ers.',
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
