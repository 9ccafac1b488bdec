import type { CommandHelp, OptionHelp } from './model.ts';
import { FORCE_OPTION, JSON_OPTION } from './verification.ts';

const REASON: readonly OptionHelp[] = [
  { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is done for' } },
  { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
];
const MAKING: readonly OptionHelp[] = [
  { name: 'organisation', value: 'CODE', words: { zh: '制作机构的统一社会信用代码', en: 'code of the body that makes it' } },
  ...REASON,
  { name: 'out', value: 'FILE', words: { zh: '文件写到何处', en: 'where to write the file' } },
  FORCE_OPTION,
  JSON_OPTION,
];

/** `yinzheng copy make` */
export const COPY_MAKE_HELP: CommandHelp = {
  call: 'IDENTIFIER --organisation CODE --for TEXT --user TEXT --until TIME --item TEXT --cause TEXT',
  summary: {
    zh: '制作加注件：注明用途、使用者和有效截止时间，单独编号并盖章',
    en: 'make a use copy: watermarked with purpose, user and expiry, with a number and a seal of its own',
  },
  options: [
    { name: 'for', value: 'TEXT', words: { zh: '用途', en: 'what the copy is for' } },
    { name: 'user', value: 'TEXT', words: { zh: '使用者', en: 'who may use it' } },
    { name: 'until', value: 'TIME', words: { zh: '有效截止时间，至多一年', en: 'until when it is good, a year at most' } },
    ...MAKING,
  ],
  notes: [
    {
      zh: '用 yinzheng status 加编号或查验码查询其状态：有效、已到期、原证照已失效。',
      en: 'yinzheng status with its number or code says its state: good, expired, original not in force.',
    },
  ],
};

/** `yinzheng copy cancelled` */
export const COPY_CANCELLED_HELP: CommandHelp = {
  call: 'IDENTIFIER --organisation CODE --item TEXT --cause TEXT',
  summary: {
    zh: '为已注销、撤销、吊销或作废的证照制作带有醒目标记的照面文件',
    en: 'make the marked face of a licence that was cancelled, rescinded, revoked or made void',
  },
  options: MAKING,
  notes: [],
};

/** `yinzheng copy seal` */
export const COPY_SEAL_HELP: CommandHelp = {
  call: 'CODE --item TEXT --cause TEXT',
  summary: { zh: '指定机构制作加注件所用的印章', en: 'choose the seal with which its owner seals copies' },
  options: [...REASON, JSON_OPTION],
  notes: [
    {
      zh: '另须有用章授权，其用途包括相应证照类型、自动审批。',
      en: 'A grant has to cover it too: for the licence types, automatically.',
    },
  ],
};
