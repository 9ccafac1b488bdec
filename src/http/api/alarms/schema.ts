import { z } from 'zod';
import { ALARM_RULES } from '../../../domain/alarm/index.ts';
import { instant } from '../words.ts';

export const alarmSchema = z
  .object({
    id: z.string(),
    rule: z.enum(ALARM_RULES),
    subject: z
      .string()
      .describe(
        'Whose use: accounts/ID, clients/ID, api-keys/ID, holders/PSEUDONYM, seals/CODE, checked/ with a keyed digest of whom or what was checked by fields, or addresses/ with a keyed pseudonym',
      ),
    count: z.number().int().describe('How much there was; for unusual-hours the hour of the day in Asia/Shanghai'),
    most: z.number().int().describe('How much there may be; for unusual-hours the days that are known of the subject'),
    withinSeconds: z.number().int().describe('Time in which it is counted, and in which the alarm is raised once'),
    usedAt: instant.describe('When the use was recorded that raised it'),
    raisedAt: instant,
  })
  .meta({ id: 'Alarm' });

export const alarmList = z.object({
  items: z.array(alarmSchema),
  next: z.string().nullable().describe('cursor of the next page; null at the end'),
});

export const alarmQuery = z.object({
  cursor: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
