/** What the faults of a journal are called when people are told of them. */
import type { Bilingual } from '../../base/errors/index.ts';
import type { JournalFault } from './verify.ts';

/** What is wrong at an entry. */
export const JOURNAL_FAULT_WORDS: Readonly<Record<JournalFault['fault'], Bilingual>> = {
  gap: { en: 'an entry is missing', zh: '缺少条目' },
  'wrong-previous': { en: 'it does not follow the entry before it', zh: '与前一条不衔接' },
  'wrong-hash': { en: 'its hash is wrong', zh: '杂凑值不符' },
  unreadable: { en: 'it cannot be read', zh: '无法读取' },
  'repeated-event': { en: 'its event was there before', zh: '事件重复' },
};
