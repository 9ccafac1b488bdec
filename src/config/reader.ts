import type { Environment, VariableName } from './variables.ts';

/** Reads variables one by one and gathers what is wrong with them, so that all faults are told at once. */
export interface VariableReader {
  readonly faults: readonly string[];
  /** The value without surrounding space; undefined when unset or empty. */
  text(name: VariableName): string | undefined;
  /** A whole number within bounds; the fallback when unset or wrong. */
  integer(name: VariableName, bounds: { readonly min: number; readonly max: number; readonly fallback: number }): number;
  /** One of several words; the fallback when unset or wrong. */
  choice<T extends string>(name: VariableName, words: readonly T[], fallback: T): T;
  /** Notes a fault, in English and Chinese. */
  fault(name: string, en: string, zh: string): void;
}

/** A reader over an environment. */
export function createReader(env: Environment): VariableReader {
  const faults: string[] = [];
  const fault = (name: string, en: string, zh: string): void => void faults.push(`${name}: ${en}（${zh}）`);
  const text = (name: VariableName): string | undefined => {
    const value = env[name]?.trim();
    return value === '' ? undefined : value;
  };
  return {
    faults,
    fault,
    text,
    integer(name, { min, max, fallback }) {
      const value = text(name);
      if (value === undefined) return fallback;
      const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      fault(name, `must be a whole number from ${min} to ${max}`, `必须是 ${min} 到 ${max} 的整数`);
      return fallback;
    },
    choice(name, words, fallback) {
      const value = text(name);
      if (value === undefined) return fallback;
      const found = words.find((word) => word === value);
      if (found === undefined) fault(name, `must be one of ${words.join(' | ')}`, `必须是 ${words.join(' | ')} 之一`);
      return found ?? fallback;
    },
  };
}
