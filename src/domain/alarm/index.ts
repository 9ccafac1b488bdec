export {
  ALARM_RULES,
  type AlarmLimit,
  type AlarmLimits,
  type AlarmRuleName,
  type CountedRule,
  type Finding,
  type Occurrence,
  type UnusualLimit,
} from './model.ts';
export { occurrencesOf, userOf } from './occurrences.ts';
export { newUsage, noteUse, type Unusual, type Usage } from './usage.ts';
export { countIn, EMPTY_WINDOW, isPast, type Window } from './window.ts';
