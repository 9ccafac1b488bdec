import type { CopyReport } from '../model.ts';
import type { CodeWords, Words } from './shape.ts';

/** What a copy is called. */
export const COPY_KIND_WORDS: Readonly<Record<CopyReport['kind'], Words>> = {
  'use-copy': { en: 'Use copy', zh: '加注件' },
  'cancelled-rendition': { en: 'Cancelled rendition', zh: '注销件' },
};

/** The state of a copy as a headline and as a sentence. */
export const COPY_STATE_WORDS: Readonly<Record<CopyReport['state'], CodeWords>> = {
  valid: {
    title: { en: 'Copy good for its use', zh: '加注件有效' },
    meaning: {
      en: 'The copy may be used for the purpose, by the user and until the time that it names; its original is in force.',
      zh: '该加注件可由所注使用者用于所注用途，尚未到期，原证照有效。',
    },
  },
  expired: {
    title: { en: 'Copy expired', zh: '加注件已到期' },
    meaning: {
      en: 'The time of this copy is over; the original itself is in force.',
      zh: '该加注件已过有效截止时间；原证照本身仍有效。',
    },
  },
  'original-ended': {
    title: { en: 'Original not in force', zh: '原证照已失效' },
    meaning: {
      en: 'The licence that this copy was made from is not in force, so the copy is not to be used.',
      zh: '该加注件所依据的原证照不在有效状态，加注件不得使用。',
    },
  },
};
