import type { CommandHelp, OptionHelp, Words } from './model.ts';

type Language = keyof Words;

const WORDS = {
  call: { zh: '用法', en: 'Usage' },
  commands: { zh: '命令', en: 'Commands' },
  options: { zh: '选项', en: 'Options' },
  general: { zh: '通用选项', en: 'Everywhere' },
  more: { zh: '某个命令的说明：yinzheng COMMAND --help', en: 'More about a command: yinzheng COMMAND --help' },
} as const;

const GENERAL: readonly OptionHelp[] = [
  {
    name: 'language',
    value: 'zh|en',
    words: {
      zh: '输出的语言，默认依 LC_ALL、LC_MESSAGES、LANG',
      en: 'language of what is printed; by LC_ALL, LC_MESSAGES, LANG otherwise',
    },
  },
  { name: 'help', words: { zh: '说明', en: 'this help' } },
  { name: 'version', words: { zh: '版本', en: 'version' } },
];

/** Help about all commands. */
export function printHelp(commands: Readonly<Record<string, { readonly help: CommandHelp }>>, language: Language): string {
  return [
    `印证 Yinzheng`,
    '',
    `${WORDS.call[language]}: yinzheng COMMAND …`,
    '',
    ...commandRows(commands, language),
    '',
    `${WORDS.general[language]}:`,
    ...optionRows(GENERAL, language),
    '',
    WORDS.more[language],
  ].join('\n');
}

/** The commands that begin with one word. */
export function printGroupHelp(commands: Readonly<Record<string, { readonly help: CommandHelp }>>, language: Language): string {
  return [...commandRows(commands, language), '', WORDS.more[language]].join('\n');
}

/** Help about one command. */
export function printCommandHelp(name: string, help: CommandHelp, language: Language): string {
  const lines = [callLine(name, help, language), '', `  ${help.summary[language]}`];
  if (help.options.length > 0) lines.push('', `${WORDS.options[language]}:`, ...optionRows(help.options, language));
  for (const note of help.notes) lines.push('', note[language]);
  return lines.join('\n');
}

/** How a command is called, one line. */
export function callLine(name: string, { call, options }: CommandHelp, language: Language): string {
  const rest = options.length > 0 ? ' [OPTION]…' : '';
  return `${WORDS.call[language]}: yinzheng ${name}${call === '' ? '' : ` ${call}`}${rest}`;
}

function commandRows(commands: Readonly<Record<string, { readonly help: CommandHelp }>>, language: Language): readonly string[] {
  const rows = Object.entries(commands).map(([name, { help }]) => [name, help.summary[language]] as const);
  return [`${WORDS.commands[language]}:`, ...columns(rows)];
}

function optionRows(options: readonly OptionHelp[], language: Language): readonly string[] {
  return columns(options.map(({ name, value, words }) => [`--${name}${value ? ` ${value}` : ''}`, words[language]]));
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
