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
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '没有记录再使用旧密钥满一天后，旧密钥即被销毁。',
      en: 'A key is destroyed when nothing has been under it for a day.',
    },
  ],
};
