import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng data-key list` */
export const DATA_KEY_LIST_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '列出加密个人信息的数据密钥，以及尚待加密的记录数',
    en: 'list the keys by which personal data are encrypted, and how many records are left to be',
  },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng data-key rotate` */
export const DATA_KEY_ROTATE_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '启用新的数据密钥；已有记录由服务在后台改用新密钥',
    en: 'take a new key for personal data; the server brings the records that are there under it',
  },
  options: [
    {
      name: 'organisation',
      value: 'CODE',
      words: { zh: '更换该机构文件的密钥，而非记录的密钥', en: 'the key of the files of this organisation, not that of records' },
    },
    {
      name: 'search',
      words: { zh: '更换检索摘要的密钥', en: 'the key of the digests by which holders, case numbers and user names are found' },
    },
    { name: 'persons', words: { zh: '更换日志中人员假名的密钥', en: 'the key of the pseudonyms of persons in the journal' } },
    {
      name: 'custody',
      words: {
        zh: '更换保护以上密钥的主密钥（须先停止服务）',
        en: 'the secret in files.key that wraps all these keys; stop every server first',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '没有记录再使用旧密钥满一天后，旧密钥即被销毁。',
      en: 'A key is destroyed when nothing has been under it for a day.',
    },
    {
      zh: '假名密钥不销毁：此前的日志条目仍按原假名查找。',
      en: 'Keys of pseudonyms are kept: entries that the journal has already are found by them.',
    },
  ],
};

/** `yinzheng data-key forget` */
export const DATA_KEY_FORGET_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '删除此前的主密钥；更换之前的备份此后不能再恢复到本系统中',
    en: 'forget the custody secrets from before rotations; backups from before no longer restore over this installation',
  },
  options: [JSON_OPTION],
  notes: [{ zh: '请先停止服务。', en: 'Stop every server first.' }],
};
