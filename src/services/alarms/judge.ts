/** Judges events one after the other: the counters of all rules, bounded in memory. */
import type { Instant } from '../../base/time.ts';
import {
  countIn,
  EMPTY_WINDOW,
  newUsage,
  noteUse,
  occurrencesOf,
  userOf,
  type AlarmLimits,
  type Finding,
  type Usage,
  type Window,
} from '../../domain/alarm/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';

/** Subjects of a rule, and users, that are remembered at most; those longest unseen go first. */
const MOST_REMEMBERED = 10_000;
const DAY = 24 * 3_600_000;

/** Judges events in the order of the journal. */
export interface Judge {
  /** Alarms that an event raises; its use is added to what is usual unless that has been done before. */
  judge(event: DomainEvent, rules: { readonly learns: boolean }): Promise<readonly Finding[]>;
  /** What was learned of users since the last call. */
  learned(): readonly { readonly user: string; readonly usage: Usage }[];
}

/** A judge who remembers nothing yet; `recall` gives what was learned of a user before. */
export function createJudge(limits: AlarmLimits, recall: (user: string) => Promise<Usage | null>): Judge {
  const windows = new Map<string, Window>();
  const usages = new Map<string, Usage>();
  const changed = new Set<string>();

  function counted(event: DomainEvent, at: Instant): readonly Finding[] {
    return occurrencesOf(event).flatMap(({ rule, subject, member }) => {
      const limit = limits[rule];
      if (!limit) return [];
      const key = `${rule} ${subject}`;
      const { window, count } = countIn(windows.get(key) ?? EMPTY_WINDOW, limit, { at, member });
      remember(windows, key, window);
      return count > limit.most ? [{ rule, subject, at, count, ...limit }] : [];
    });
  }

  async function unusual(event: DomainEvent, at: Instant): Promise<readonly Finding[]> {
    const user = limits.unusual ? userOf(event) : null;
    if (user === null || !limits.unusual) return [];
    const before = usages.get(user) ?? (await recall(user)) ?? newUsage(at);
    const { usage, unusual: found } = noteUse(before, at, limits.unusual);
    remember(usages, user, usage);
    changed.add(user);
    const facts = { subject: user, at, within: DAY };
    return [
      ...(found.hour === null ? [] : [{ ...facts, rule: 'unusual-hours' as const, count: found.hour, most: usage.days }]),
      ...(found.number === null ? [] : [{ ...facts, rule: 'unusual-number' as const, ...found.number }]),
    ];
  }

  return {
    async judge(event, { learns }) {
      const at = Date.parse(event.recordedAt);
      if (event.kind === 'alarm-raised' || Number.isNaN(at)) return [];
      return [...counted(event, at), ...(learns ? await unusual(event, at) : [])];
    },
    learned() {
      const found = [...changed].flatMap((user) => {
        const usage = usages.get(user);
        return usage ? [{ user, usage }] : [];
      });
      changed.clear();
      return found;
    },
  };
}

function remember<T>(memory: Map<string, T>, key: string, value: T): void {
  memory.delete(key);
  memory.set(key, value);
  if (memory.size > MOST_REMEMBERED) memory.delete(memory.keys().next().value ?? key);
}
