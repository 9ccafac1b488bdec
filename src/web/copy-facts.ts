import type { CopyReport } from '../report/index.ts';
import { COPY_KIND_WORDS, COPY_STATE_WORDS } from '../report/words/index.ts';
import type { Fact } from './components/FactList.vue';
import { instantText } from './format.ts';
import { say } from './language.ts';
import { DETAIL_WORDS } from './words/details.ts';

/** What is told of a copy; nothing of a document that is none. */
export function copyFacts(copy: CopyReport | undefined): readonly Fact[] {
  if (copy === undefined) return [];
  const { kind, number, state, maker, purpose, user, expiresAt, original } = copy;
  return [
    { name: DETAIL_WORDS.copy, value: say(COPY_KIND_WORDS[kind]) },
    { name: DETAIL_WORDS.copyState, value: say(COPY_STATE_WORDS[state].title) },
    { name: DETAIL_WORDS.copyUser, value: user },
    { name: DETAIL_WORDS.copyPurpose, value: purpose },
    { name: DETAIL_WORDS.copyExpiry, value: expiresAt === null ? null : instantText(expiresAt) },
    { name: DETAIL_WORDS.copyMaker, value: maker },
    { name: DETAIL_WORDS.copyNumber, value: number, code: true },
    { name: DETAIL_WORDS.copyOriginal, value: original.sm3, code: true },
  ];
}
