import { parseArgs, type ParseArgsConfig } from 'node:util';
import { bilingual, isYinzhengError, YinzhengError } from '../base/errors/index.ts';
import { localDate, startOfDay } from '../base/time.ts';

/** Options by name: `text` takes a value, `texts` may be repeated, `flag` takes none. */
export type OptionTable = Readonly<Record<string, 'text' | 'texts' | 'flag'>>;

/** What was given for each option. */
export type Options<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends 'texts' ? readonly string[] : T[K] extends 'flag' ? boolean : string | undefined;
};

/** The error of a wrong call, its reason in both languages. */
export function usage(en: string, zh: string): YinzhengError {
  return new YinzhengError('USAGE', { reason: bilingual(en, zh) });
}

/** Positional arguments and options of a command. Throws USAGE for unknown options or a wrong number of arguments. */
export function readArguments<T extends OptionTable>(
  argv: readonly string[],
  table: T,
  positionals: { readonly min: number; readonly max: number },
): { readonly positionals: readonly string[]; readonly options: Options<T> } {
  const found = parseArgs({ args: [...argv], options: configOf(table), allowPositionals: true, strict: false, tokens: true });
  const options: Record<string, string | boolean | string[] | undefined> = {};
  for (const [name, kind] of Object.entries(table)) {
    options[name] = kind === 'flag' ? false : kind === 'texts' ? [] : undefined;
  }
  for (const token of found.tokens) {
    if (token.kind !== 'option') continue;
    const kind = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    const before = options[token.name];
    if (kind === undefined) throw usage(`there is no option ${token.rawName}`, `没有选项 ${token.rawName}`);
    if (kind === 'flag') {
      if (token.value !== undefined) throw usage(`${token.rawName} takes no value`, `${token.rawName} 不带值`);
      options[token.name] = true;
      continue;
    }
    const { value } = token;
    // `--out --force` forgot a value; `--x -5` and `--reason=--` did not.
    const forgotten = value === undefined || value === '' || (!token.inlineValue && /^-[^\d]/.test(value));
    if (forgotten) throw usage(`${token.rawName} takes a value`, `${token.rawName} 需要一个值`);
    if (typeof before === 'string') throw usage(`${token.rawName} is given twice`, `${token.rawName} 重复`);
    options[token.name] = Array.isArray(before) ? [...before, value] : value;
  }
  if (found.positionals.length < positionals.min) throw usage('an argument is missing', '缺少参数');
  if (found.positionals.length > positionals.max) {
    const unexpected = found.positionals[positionals.max] ?? '';
    throw usage(`unexpected argument ${unexpected}`, `多余的参数 ${unexpected}`);
  }
  return { positionals: found.positionals, options: options as Options<T> };
}

function configOf(table: OptionTable): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(table).map(([name, kind]) => [name, { type: kind === 'flag' ? 'boolean' : 'string', multiple: true }]),
  );
}

/** A required option. Throws USAGE when it is missing. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw usage(`--${name} is missing`, `缺少 --${name}`);
  return value;
}

/** An option that takes one of some words. Throws USAGE for any other. */
export function oneOf<T extends string>(value: string, words: readonly T[], name: string): T {
  const found = words.find((word) => word === value);
  if (found === undefined) throw usage(`--${name} is one of ${words.join(', ')}`, `--${name} 须为 ${words.join('、')} 之一`);
  return found;
}

/** A number option. Throws USAGE when it is not a finite number. */
export function number(value: string, name: string): number {
  const found = Number(value);
  if (value.trim() === '' || !Number.isFinite(found)) throw usage(`--${name} takes a number`, `--${name} 须为数字`);
  return found;
}

/** A whole number of at least 1. Throws USAGE. */
export function ordinal(value: string, name: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw usage(`--${name} takes a whole number from 1`, `--${name} 须为不小于 1 的整数`);
  return Number(value);
}

/**
 * A moment written as ISO 8601 with a time zone, or as times are printed (`2026-03-01 09:00:00 +08:00`), or a date, which begins at 00:00
 * in Asia/Shanghai. Throws USAGE.
 */
export function instant(value: string, name: string): number {
  const [, date = '', time, zone = ''] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?) ?(Z|[+-]\d\d:\d\d))?$/.exec(value) ?? [];
  const read = () => (time === undefined ? startOfDay(localDate(date)) : Date.parse(`${date}T${time}${zone}`));
  const found = isDate(date) ? read() : Number.NaN;
  if (!Number.isFinite(found)) {
    const example = '2026-03-01T09:00:00+08:00';
    throw usage(`--${name} takes a time such as ${example}`, `--${name} 须为时间，例如 ${example}`);
  }
  return found;
}

function isDate(text: string): boolean {
  try {
    return localDate(text) === text;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}
