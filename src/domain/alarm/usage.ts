/** What is usual for an account or system: at which hours it is used, and how much a day. */
import type { Instant } from '../../base/time.ts';
import type { UnusualLimit } from './model.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Asia/Shanghai, which has no summer time. */
const OFFSET = 8 * HOUR;
const HOURS = 24;
/** How much a new day counts against those before. */
const WEIGHT = 0.1;
/** Share of days, weighted, below which an hour is not usual. */
const SELDOM = 0.02;

/** The use of an account or system. */
export interface Usage {
  /** Days on which it was used, before the present one. */
  readonly days: number;
  /** Share of these days on which it was used in each hour, 0 to 23, later days counting more. */
  readonly hours: readonly number[];
  /** Acts on a day on which it was used, likewise. */
  readonly perDay: number;
  /** Number of the present day since 1970, acts on it, and its hours that were used. */
  readonly day: number;
  readonly today: number;
  readonly usedHours: readonly number[];
}

/** What is unusual about an act. */
export interface Unusual {
  /** The hour, null where it is a usual one. */
  readonly hour: number | null;
  /** Acts of the day and how many there may be, null where that is not more. */
  readonly number: { readonly count: number; readonly most: number } | null;
}

/** Nothing is known yet. */
export function newUsage(at: Instant): Usage {
  return { days: 0, hours: Array<number>(HOURS).fill(0), perDay: 0, day: dayOf(at), today: 0, usedHours: [] };
}

/** Takes an act into account; what is unusual about it is judged by the days before. */
export function noteUse(
  before: Usage,
  at: Instant,
  { factor, least, days }: UnusualLimit,
): { readonly usage: Usage; readonly unusual: Unusual } {
  const hour = Math.floor(((at + OFFSET) % DAY) / HOUR);
  // An act that is told late belongs to the present day.
  const current = dayOf(at) > before.day ? foldDay(before, dayOf(at)) : before;
  const usedHours = current.usedHours.includes(hour) ? current.usedHours : [...current.usedHours, hour];
  const usage = { ...current, today: current.today + 1, usedHours };
  const known = current.days >= days;
  const most = Math.max(least, Math.ceil(current.perDay * factor));
  const near = [hour - 1, hour, hour + 1].map((each) => current.hours[(each + HOURS) % HOURS] ?? 0);
  return {
    usage,
    unusual: {
      hour: known && Math.max(...near) < SELDOM ? hour : null,
      number: known && usage.today > most ? { count: usage.today, most } : null,
    },
  };
}

function foldDay({ days, hours, perDay, today, usedHours }: Usage, day: number): Usage {
  // The first days count alike, so that the very first is no measure for long.
  const weight = Math.max(WEIGHT, 1 / (days + 1));
  const towards = (old: number, value: number): number => Math.round((old + (value - old) * weight) * 1e4) / 1e4;
  return {
    days: days + 1,
    hours: hours.map((share, hour) => towards(share, usedHours.includes(hour) ? 1 : 0)),
    perDay: towards(perDay, today),
    ...{ day, today: 0, usedHours: [] },
  };
}

function dayOf(at: Instant): number {
  return Math.floor((at + OFFSET) / DAY);
}
