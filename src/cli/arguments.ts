import { parseArgs, type ParseArgsConfig } from 'node:util';
import { YinzhengError } from '../base/errors/index.ts';

/** Options by name: `text` takes a value, `texts` may be repeated, `flag` takes none. */
export type OptionTable = Readonly<Record<string, 'text' | 'texts' | 'flag'>>;

/** What was given for each option. */
export type Options<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends 'texts' ? readonly string[] : T[K] extends 'flag' ? boolean : string | undefined;
};

/** Positional arguments and options of a command. Throws USAGE for unknown options or a wrong number of arguments. */
export function readArguments<T extends OptionTable>(
  argv: readonly string[],
  table: T,
  positionals: { readonly min: number; readonly max: number },
): { readonly positionals: readonly string[]; readonly options: Options<T> } {
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const [name, kind] of Object.entries(table)) {
    options[name] =
      kind === 'flag'
        ? { type: 'boolean', default: false }
        : { type: 'string', multiple: kind === 'texts', ...(kind === 'texts' ? { default: [] } : {}) };
  }
  let parsed;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new YinzhengError('USAGE', {
      reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown option',
    });
  }
  if (parsed.positionals.length < positionals.min) throw new YinzhengError('USAGE', { reason: 'an argument is missing' });
  if (parsed.positionals.length > positionals.max)
    throw new YinzhengError('USAGE', { reason: `unexpected argument ${parsed.positionals[positionals.max] ?? ''}` });
  return { positionals: parsed.positionals, options: parsed.values as Options<T> };
}

/** A required option. Throws USAGE when it is missing. */
export function required(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new YinzhengError('USAGE', { reason: `--${name} is missing` });
  return value;
}

/** A number option. Throws USAGE when it is not a finite number. */
export function number(value: string, name: string): number {
  const found = Number(value);
  if (value.trim() === '' || !Number.isFinite(found)) throw new YinzhengError('USAGE', { reason: `--${name} takes a number` });
  return found;
}

/** A moment written as ISO 8601 with a time zone, or a date. Throws USAGE. */
export function instant(value: string, name: string): number {
  const found = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/.test(value)
    ? Date.parse(value)
    : Number.NaN;
  if (!Number.isFinite(found))
    throw new YinzhengError('USAGE', { reason: `--${name} takes a time such as 2026-03-01T09:00:00+08:00` });
  return found;
}
