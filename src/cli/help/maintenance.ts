import type { CommandHelp } from './model.ts';
import { FORCE_OPTION, JSON_OPTION } from './verification.ts';

/** `yinzheng journal verify` */
export const JOURNAL_VERIFY_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '核对日志的哈希链，以及与库外已签名末条是否相符',
    en: 'check the hash chain of the journal, and that it agrees with the signed heads outside of the store',
  },
  options: [
    {
      name: 'head',
      value: 'FILE',
      words: {
        zh: '已签名末条的文件（YINZHENG_JOURNAL_HEAD_FILE），可重复',
        en: 'a file of signed heads (YINZHENG_JOURNAL_HEAD_FILE); repeatable',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '整条链被重写、尾部被截断或恢复了旧备份时，只有 --head 能发现；多台服务器各有文件时请全部给出。无需服务在运行。',
      en: 'Only --head tells that a whole chain was made anew, cut off, or restored from an older copy; give the files of all servers. No server need run.',
    },
    { zh: '退出码：0 完整，1 断裂。', en: 'Exit code: 0 whole, 1 broken.' },
  ],
};

/** `yinzheng journal about` */
export const JOURNAL_ABOUT_HELP: CommandHelp = {
  call: 'FILE',
  summary: {
    zh: '列出与某人有关的日志：其证件号码在文件中（- 为标准输入）',
    en: 'list what the journal has about the person whose number is in a file (- for standard input)',
  },
  options: [JSON_OPTION],
  notes: [
    {
      zh: '日志中只有带密钥的假名；需要本系统的密钥才能查找。',
      en: 'The journal has keyed pseudonyms only; the keys of the installation are needed to find them.',
    },
  ],
};

/** `yinzheng journal export` */
export const JOURNAL_EXPORT_HELP: CommandHelp = {
  call: '',
  summary: { zh: '将某一时段的日志导出为已签名的文件', en: 'export the journal of a period as a signed file' },
  options: [
    { name: 'from', value: 'TIME', words: { zh: '开始时间（含）', en: 'its first moment' } },
    { name: 'to', value: 'TIME', words: { zh: '结束时间（不含）', en: 'the first moment after it' } },
    { name: 'out', value: 'FILE', words: { zh: '输出文件', en: 'file to write' } },
    FORCE_OPTION,
    JSON_OPTION,
  ],
  notes: [],
};

/** `yinzheng journal check-export` */
export const JOURNAL_CHECK_EXPORT_HELP: CommandHelp = {
  call: 'FILE',
  summary: { zh: '核对导出的日志文件，无需数据库', en: 'verify an exported journal, without any database' },
  options: [
    { name: 'anchors', value: 'FILE', words: { zh: '信任锚证书', en: 'trust anchors' } },
    { name: 'intermediates', value: 'FILE', words: { zh: '中间证书', en: 'intermediate certificates' } },
    { name: 'crls', value: 'FILE', words: { zh: '证书撤销列表', en: 'revocation lists' } },
    {
      name: 'certificate',
      value: 'FILE',
      words: { zh: '外部 CA 签发的审计密钥证书', en: 'certificate of an audit key that another CA certified' },
    },
    JSON_OPTION,
  ],
  notes: [{ zh: '退出码：0 完整，1 不完整。', en: 'Exit code: 0 whole, 1 not.' }],
};

/** `yinzheng backup` */
export const BACKUP_HELP: CommandHelp = {
  call: 'FOLDER',
  summary: {
    zh: '将记录、日志、文件、密钥和信任库一致地复制到新目录，服务可照常运行',
    en: 'copy records, journal, files, keys and trust consistently into a new folder, while the service runs',
  },
  options: [
    {
      name: 'with-passphrase',
      words: {
        zh: '连同密钥库口令一起复制；否则请另行保管口令',
        en: 'copy the passphrase of the keystore too; otherwise keep it elsewhere',
      },
    },
    JSON_OPTION,
  ],
  notes: [{ zh: '退出码：0 完整，1 有文件缺失。', en: 'Exit code: 0 whole, 1 some files are missing in the store itself.' }],
};

/** `yinzheng restore` */
export const RESTORE_HELP: CommandHelp = {
  call: 'FOLDER',
  summary: {
    zh: '核对备份后恢复；原有数据只移到一旁，不会删除',
    en: 'check a backup and put it in place; data that are there are put aside, never removed',
  },
  options: [
    { name: 'replace', words: { zh: '已有数据时，将其移到一旁', en: 'put data that are there aside' } },
    {
      name: 'accept-older',
      words: {
        zh: '即使备份早于最后已知状态也恢复：此后注销、吊销的证照会重新显示为有效',
        en: 'restore a copy older than the last known state: licences ended since will look valid again',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '请先停止服务；口令须在其原处，除非备份时已一并复制。',
      en: 'Stop the service first; the passphrase has to be where it was, unless it was copied with the backup.',
    },
  ],
};

/** `yinzheng doctor` */
export const DOCTOR_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '检查系统缺什么、哪里不对、什么即将到期',
    en: 'look for what is missing or wrong in an installation, and for what ends soon',
  },
  options: [JSON_OPTION],
  notes: [{ zh: '退出码：0 无故障，1 有故障。', en: 'Exit code: 0 no faults, 1 faults.' }],
};
