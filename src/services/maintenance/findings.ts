import type { Bilingual } from '../../base/errors/index.ts';

/** What an examination found about one thing. */
export interface Finding {
  readonly id: string;
  readonly outcome: 'ok' | 'warning' | 'fault';
  readonly words: Bilingual;
}

/** A finding. */
export function finding(id: string, outcome: Finding['outcome'], en: string, zh: string): Finding {
  return { id, outcome, words: { en, zh } };
}
