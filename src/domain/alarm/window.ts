/** Counts within a sliding time, in twelfths of it: as much memory whatever is counted. */
import type { Instant } from '../../base/time.ts';
import type { AlarmLimit } from './model.ts';

const PARTS = 12;

/** Counts, or different members, by the twelfth of the time in which they were. */
export interface Window {
  /** Number of a twelfth since 1970 → count. */
  readonly counts: ReadonlyMap<number, number>;
  /** Member → the twelfth in which it was last. */
  readonly members: ReadonlyMap<string, number>;
}

/** Nothing counted. */
export const EMPTY_WINDOW: Window = { counts: new Map(), members: new Map() };

/** Counts one more, a member once; what is older than the time is left out. Members are kept up to one more than the limit. */
export function countIn(
  window: Window,
  { most, within }: AlarmLimit,
  { at, member }: { readonly at: Instant; readonly member?: string | undefined },
): { readonly window: Window; readonly count: number } {
  const part = Math.floor(at / (within / PARTS));
  const fresh = ([, when]: readonly [unknown, number]): boolean => when > part - PARTS;
  if (member !== undefined) {
    const kept = [...window.members].filter(([name, when]) => name !== member && fresh([name, when]));
    const members = new Map([...kept, [member, part] as const].slice(-(most + 1)));
    return { window: { counts: window.counts, members }, count: members.size };
  }
  const counts = new Map([...window.counts].filter(([when]) => fresh([null, when])));
  counts.set(part, (counts.get(part) ?? 0) + 1);
  return { window: { counts, members: window.members }, count: [...counts.values()].reduce((sum, each) => sum + each, 0) };
}

/** Whether nothing in a window counts any more at a moment. */
export function isPast({ counts, members }: Window, { within }: Pick<AlarmLimit, 'within'>, at: Instant): boolean {
  const oldest = Math.floor(at / (within / PARTS)) - PARTS;
  return [...counts.keys(), ...members.values()].every((when) => when <= oldest);
}
