/** A text for people, in English and in Chinese. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** What a code is called in the headline of a verdict, and what it means for the reader. */
export interface CodeWords {
  readonly title: Words;
  readonly meaning: Words;
}
