/** Judges events one after the other: the counters of all rules, which are in the store, so that whoever judges next goes on with them. */
import type { Instant } from '../../base/time.ts';
import {
  countIn,
  EMPTY_WINDOW,
  newUsage,
  noteUse,
  occurrencesOf,
  userOf,
  type AlarmLimits,
  type CountedRule,
  type Finding,
  type Usage,
  type Window,
} from '../../domain/alarm/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { KeptWindow, UsageRecord } from '../storage/index.ts';

/** Subjects that are remembered at most; those longest unseen go first, and are read again when they are needed. */
const MOST_REMEMBERED = 10_000;
const DAY = 24 * 3_600_000;

/** Judges entries in the order of the journal. */
export interface Judge {
  /** Alarms that an entry raises. What was counted of a subject before is not counted again. Rejects as reading the store does. */
  judge(sequence: number, event: DomainEvent): Promise<readonly Finding[]>;
  /** What was counted since the last call: records to be written, each with the version that comes next. At most 10,000 are kept for it. */
  counted(): readonly UsageRecord[];
}

/** A subject as it is remembered. */
interface Subject {
  readonly version: number;
  /** Number of the last entry that was counted. */
  counted: number;
  usage: Usage | null;
  readonly windows: Map<CountedRule, Window>;
}

/** A judge who remembers nothing yet; `recall` gives what is in the store of a subject. */
export function createJudge(limits: AlarmLimits, recall: (subject: string) => Promise<UsageRecord | null>): Judge {
  const subjects = new Map<string, Subject>();
  const changed = new Map<string, Subject>();

  async function subjectOf(name: string): Promise<Subject> {
    const known = changed.get(name) ?? subjects.get(name) ?? remembered(await recall(name));
    subjects.delete(name);
    subjects.set(name, known);
    if (subjects.size > MOST_REMEMBERED) subjects.delete(subjects.keys().next().value ?? name);
    return known;
  }

  /** The subjects of an entry that have not counted it yet. */
  async function counting(sequence: number, names: readonly string[]): Promise<ReadonlyMap<string, Subject>> {
    const found = new Map<string, Subject>();
    for (const name of names) {
      const subject = await subjectOf(name);
      if (subject.counted >= sequence) continue;
      subject.counted = sequence;
      changed.set(name, subject);
      found.set(name, subject);
    }
    return found;
  }

  return {
    async judge(sequence, event) {
      const at = Date.parse(event.recordedAt);
      if (event.kind === 'alarm-raised' || Number.isNaN(at)) return [];
      const occurrences = occurrencesOf(event).filter(({ rule }) => limits[rule] !== null);
      const user = limits.unusual ? userOf(event) : null;
      const names = [...occurrences.map(({ subject }) => subject), ...(user === null ? [] : [user])];
      const due = await counting(sequence, [...new Set(names)]);
      const counted = occurrences.flatMap(({ rule, subject: name, member }): readonly Finding[] => {
        const [subject, limit] = [due.get(name), limits[rule]];
        if (!subject || !limit) return [];
        const { window, count } = countIn(subject.windows.get(rule) ?? EMPTY_WINDOW, limit, { at, member });
        subject.windows.set(rule, window);
        return count > limit.most ? [{ rule, subject: name, at, count, ...limit }] : [];
      });
      const subject = user === null ? undefined : due.get(user);
      return [...counted, ...(subject && user !== null ? unusual(user, subject, { at, limits }) : [])];
    },
    counted() {
      const found = [...changed].map(([name, subject]) => recordOf(name, subject));
      for (const [name, subject] of changed)
        if (subjects.has(name)) subjects.set(name, { ...subject, version: subject.version + 1 });
      changed.clear();
      return found;
    },
  };
}

function unusual(
  name: string,
  subject: Subject,
  { at, limits }: { readonly at: Instant; readonly limits: AlarmLimits },
): readonly Finding[] {
  if (!limits.unusual) return [];
  const { usage, unusual: found } = noteUse(subject.usage ?? newUsage(at), at, limits.unusual);
  subject.usage = usage;
  const facts = { subject: name, at, within: DAY };
  return [
    ...(found.hour === null ? [] : [{ ...facts, rule: 'unusual-hours' as const, count: found.hour, most: usage.days }]),
    ...(found.number === null ? [] : [{ ...facts, rule: 'unusual-number' as const, ...found.number }]),
  ];
}

function remembered(record: UsageRecord | null): Subject {
  const windows = Object.entries(record?.windows ?? {}) as readonly (readonly [CountedRule, KeptWindow])[];
  return {
    version: record?.version ?? 0,
    counted: record?.counted ?? 0,
    usage: record?.usage ?? null,
    windows: new Map(
      windows.map(([rule, { counts, members }]) => [rule, { counts: new Map(counts), members: new Map(members) }] as const),
    ),
  };
}

function recordOf(name: string, { version, counted, usage, windows }: Subject): UsageRecord {
  const kept = [...windows].map(([rule, { counts, members }]) => [rule, { counts: [...counts], members: [...members] }] as const);
  return {
    ...{ _id: name, schema: 1, version: version + 1, counted },
    ...(usage && { usage }),
    ...(kept.length > 0 && { windows: Object.fromEntries(kept) }),
  };
}
