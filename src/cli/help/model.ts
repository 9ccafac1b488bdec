/** A text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** An option as help shows it; `value` stands for what it takes, absent for a flag. */
export interface OptionHelp {
  readonly name: string;
  readonly value?: string;
  readonly words: Words;
}

/** What help says of a command. */
export interface CommandHelp {
  /** Arguments and the options that are needed, after the command's name. */
  readonly call: string;
  readonly summary: Words;
  readonly options: readonly OptionHelp[];
  readonly notes: readonly Words[];
}
