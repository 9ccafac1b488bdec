/** Abnormal use (异常使用): what raises an alarm. */
import type { Instant } from '../../base/time.ts';

/**
 * What is looked for, by whom or what it is counted: `refusals` (accounts, systems, addresses), `reads` of holders and `licences` issued
 * (accounts, systems), `stamps` (seals; sealed licences too), `addresses` signed in from (accounts), `misses` of checks by fields (accounts, systems, and whom or what they are about), and use at hours or in numbers that are not
 * those of an account or system.
 */
export const ALARM_RULES = [
  'refusals',
  'reads',
  'licences',
  'stamps',
  'addresses',
  'misses',
  'unusual-hours',
  'unusual-number',
] as const;

/** One of them. */
export type AlarmRuleName = (typeof ALARM_RULES)[number];

/** Rules that count within a time. */
export type CountedRule = Exclude<AlarmRuleName, 'unusual-hours' | 'unusual-number'>;

/** An alarm is raised where there is more than so much within that time, ms. */
export interface AlarmLimit {
  readonly most: number;
  readonly within: number;
}

/** What counts as unusual for an account or system, once it is known. */
export interface UnusualLimit {
  /** More than so many times the usual number of a day. */
  readonly factor: number;
  /** Never at less than so many acts a day. */
  readonly least: number;
  /** It is known when it was used on so many days. */
  readonly days: number;
}

/** Limits of all rules; null where a rule is off. */
export interface AlarmLimits extends Readonly<Record<CountedRule, AlarmLimit | null>> {
  readonly unusual: UnusualLimit | null;
}

/** Something that a rule counts. */
export interface Occurrence {
  readonly rule: CountedRule;
  /** `accounts/…`, `clients/…`, `api-keys/…`, `holders/…`, `addresses/…` (a keyed pseudonym), `seals/…`, `checked/…` (a keyed digest of whom or what was asked about): ids, never names. */
  readonly subject: string;
  /** Where different ones are counted and not all: which one this is. */
  readonly member?: string;
}

/** An alarm, before anybody is told. */
export interface Finding {
  readonly rule: AlarmRuleName;
  readonly subject: string;
  /** When the use was recorded that made it one. */
  readonly at: Instant;
  /** How much there was, and how much there may be; for hours the hour, 0 to 23 in Asia/Shanghai, and the days that are known. */
  readonly count: number;
  readonly most: number;
  /** Time of the rule, ms: no two alarms of one rule and subject within it. */
  readonly within: number;
}
