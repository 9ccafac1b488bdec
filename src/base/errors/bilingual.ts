/** A text for people in both languages, such as the reason within the message of an error. */
export interface Bilingual {
  readonly en: string;
  readonly zh: string;
}

/** A text in English and Chinese. */
export function bilingual(en: string, zh: string): Bilingual {
  return { en, zh };
}
