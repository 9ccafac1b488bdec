import type { Words } from './shape.ts';

/** The four questions that a report answers apart. */
export const QUESTION_WORDS = {
  unaltered: { en: 'Unaltered?', zh: '文件是否被改动？' },
  trusted: { en: 'Sealed by whom, and trusted?', zh: '由谁签章？是否可信？' },
  status: { en: 'Status now?', zh: '证照当前状态？' },
  time: { en: 'Time of sealing proven?', zh: '签章时间有无证明？' },
} as const satisfies Readonly<Record<string, Words>>;

/** What proves a time. */
export const PROOF_WORDS = {
  'signature-time-stamp': { en: 'time stamp on the seal', zh: '签章时间戳' },
  'document-time-stamp': { en: 'time stamp on the document', zh: '文档时间戳' },
  'evidence-record': { en: 'evidence record beside the file', zh: '随附证据记录' },
  register: { en: 'entry in the register', zh: '登记簿记录' },
} as const satisfies Readonly<Record<string, Words>>;
