import type { AlarmRecord } from '../../../services/storage/index.ts';

/** An alarm as it is shown. */
export function alarmView({ _id, rule, subject, count, most, within, usedAt, raisedAt }: AlarmRecord): object {
  return { id: _id, rule, subject, count, most, withinSeconds: Math.round(within / 1000), usedAt, raisedAt };
}
