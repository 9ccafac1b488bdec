import type { VariableName } from './variables.ts';
import type { VariableReader } from './reader.ts';

/** More than `most` within so many ms is an alarm; null: never. */
export type CountLimit = { readonly most: number; readonly within: number } | null;

/** When use is abnormal. */
export interface AlarmConfig {
  readonly refusals: CountLimit;
  readonly reads: CountLimit;
  readonly licences: CountLimit;
  readonly stamps: CountLimit;
  readonly addresses: CountLimit;
  readonly misses: CountLimit;
  /** More than `factor` times the usual, never below `least` a day, or at unusual hours, once `days` are known; null: never. */
  readonly unusual: { readonly factor: number; readonly least: number; readonly days: number } | null;
}

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;
/** Different addresses are remembered one by one. */
const MOST_ADDRESSES = 1_000;
const MOST = 1_000_000;

/** Reads the limits of all rules; faults go to the reader. */
export function alarmsOf(reader: VariableReader): AlarmConfig {
  const counted = (name: VariableName, fallback: readonly [number, number], most = MOST): CountLimit => {
    const found = numbersOf(reader, name, { fallback, bounds: [most, DAY_MINUTES], form: 'NUMBER/MINUTES' });
    return found && Object.freeze({ most: found[0] ?? 0, within: (found[1] ?? 0) * MINUTE });
  };
  const unusual = numbersOf(reader, 'YINZHENG_ALARM_UNUSUAL', {
    ...{ fallback: [5, 100, 14], bounds: [1_000, MOST, 1_000], form: 'FACTOR/LEAST/DAYS' },
  });
  return Object.freeze({
    refusals: counted('YINZHENG_ALARM_REFUSALS', [20, 10]),
    reads: counted('YINZHENG_ALARM_READS', [200, 60]),
    licences: counted('YINZHENG_ALARM_LICENCES', [1_000, 60]),
    stamps: counted('YINZHENG_ALARM_STAMPS', [1_000, 60]),
    addresses: counted('YINZHENG_ALARM_ADDRESSES', [5, 60], MOST_ADDRESSES),
    misses: counted('YINZHENG_ALARM_MISSES', [10, 60]),
    unusual: unusual && Object.freeze({ factor: unusual[0] ?? 0, least: unusual[1] ?? 0, days: unusual[2] ?? 0 }),
  });
}

function numbersOf(
  reader: VariableReader,
  name: VariableName,
  rule: { readonly fallback: readonly number[]; readonly bounds: readonly number[]; readonly form: string },
): readonly number[] | null {
  const text = reader.text(name);
  if (text === undefined) return rule.fallback;
  if (text === 'off') return null;
  const parts = text.split('/').map((part) => (/^\d{1,7}$/.test(part) ? Number(part) : Number.NaN));
  const right =
    parts.length === rule.bounds.length && parts.every((part, index) => part >= 1 && part <= (rule.bounds[index] ?? 0));
  if (right) return parts;
  const most = rule.bounds.join('/');
  reader.fault(
    name,
    `must be off, or ${rule.form}, each from 1, at most ${most}`,
    `必须是 off 或 ${rule.form}，各数不小于 1，不大于 ${most}`,
  );
  return rule.fallback;
}
