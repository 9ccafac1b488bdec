import type { Words } from '../../report/words/index.ts';

/** Texts about a licence that its holder shows by a code or a link. */
export const SHOWN_WORDS = {
  heading: { en: 'A holder shows you a licence', zh: '持证主体向您出示证照' },
  codeLead: {
    en: 'You will see its type, its issuer and its status now. The code is good once: seeing it here uses it up, and its holder is told.',
    zh: '您将看到证照类型、颁发机构和当前状态。亮证码仅可核验一次：在此查看即告失效，持证主体将收到记录。',
  },
  linkLead: {
    en: 'The holder sent you a separate code for this link. Both are good once, and the holder is told.',
    zh: '请输入持证主体另行发送的提取码。链接和提取码仅可使用一次，持证主体将收到记录。',
  },
  separate: { en: 'Separate code', zh: '提取码' },
  separateHint: { en: 'Eight digits. After five wrong ones the link is closed.', zh: '8 位数字，输错 5 次后链接将锁定。' },
  separateLength: { en: 'The separate code has eight digits.', zh: '提取码为 8 位数字。' },
  see: { en: 'See it', zh: '查看' },
  leave: { en: 'Not now', zh: '暂不查看' },
  chosen: { en: 'What the holder lets you see', zh: '持证主体选择出示的信息' },
  hidden: { en: 'Not shown here', zh: '此处不显示' },
  once: {
    en: 'This is the status at this moment. The code or link is used up; ask the holder for another.',
    zh: '以上为查看时的状态。该亮证码或链接已失效，再次核验请由持证主体重新出示。',
  },
} as const satisfies Readonly<Record<string, Words>>;
