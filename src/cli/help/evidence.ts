import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const TRUST = (name: string, zh: string, en: string) => ({ name, value: 'FILE', words: { zh, en } });

/** `yinzheng evidence verify` */
export const EVIDENCE_VERIFY_HELP: CommandHelp = {
  call: 'PACKAGE',
  summary: {
    zh: '离线校验证据包：真实性、完整性、可用性、安全性',
    en: 'check a package of evidence offline: authenticity, integrity, usability, security',
  },
  options: [
    TRUST('anchors', '信任锚证书（可重复）', 'certificates to be trusted (repeatable)'),
    TRUST('intermediates', '中间证书（可重复）', 'intermediate certificates (repeatable)'),
    TRUST('crls', '撤销列表（可重复）', 'revocation lists (repeatable)'),
    TRUST('seal-makers', '授权的制章者（可重复）', 'authorised seal makers (repeatable)'),
    { name: 'at', value: 'TIME', words: { zh: '校验时刻', en: 'moment of checking' } },
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng evidence receipt` */
export const EVIDENCE_RECEIPT_HELP: CommandHelp = {
  call: 'PACKAGE --archive NAME --number NUMBER --received TIME',
  summary: { zh: '登记档案馆的归档回执', en: 'record the receipt of an archive for a package' },
  options: [
    { name: 'archive', value: 'NAME', words: { zh: '档案馆名称', en: 'name of the archive' } },
    { name: 'number', value: 'NUMBER', words: { zh: '回执编号', en: 'number of the receipt' } },
    { name: 'received', value: 'TIME', words: { zh: '接收时间', en: 'when it was received' } },
    {
      name: 'checked',
      value: 'RESULT',
      words: { zh: '四性检测结果：passed 合格（默认）或 failed', en: 'what its check came to: passed (default) or failed' },
    },
    JSON_OPTION,
  ],
  notes: [],
};
