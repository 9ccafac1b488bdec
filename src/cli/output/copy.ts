import type { CopyReport } from '../../report/index.ts';
import { COPY_KIND_WORDS, COPY_STATE_WORDS } from '../../report/words/index.ts';
import type { Reader } from '../context.ts';
import { timeText } from './time.ts';
import { visible } from './visible.ts';

const LABELS = {
  zh: { user: '限使用者', purpose: '限用于', until: '有效至', original: '原件' },
  en: { user: 'only by', purpose: 'only for', until: 'good until', original: 'original' },
} as const;

/** What a copy is, as lines for people. */
export function copyLines(copy: CopyReport, { language, timeZone }: Reader): readonly string[] {
  const { kind, number, state, maker, purpose, user, expiresAt, original } = copy;
  const label = LABELS[language];
  const use = [
    ...(user === null ? [] : [`${label.user}: ${user}`]),
    ...(purpose === null ? [] : [`${label.purpose}: ${purpose}`]),
    ...(expiresAt === null ? [] : [`${label.until}: ${timeText(expiresAt, timeZone)}`]),
  ];
  return [
    visible(`${COPY_KIND_WORDS[kind][language]} ${number}: ${COPY_STATE_WORDS[state].title[language]}  ${maker}`),
    ...(use.length === 0 ? [] : [visible(`  ${use.join('  ')}`)]),
    visible(`  ${label.original}: ${original.edition}  SM3 ${original.sm3}`),
  ];
}
