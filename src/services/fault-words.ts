/** Faults of input that a schema finds, in words. */
import { z } from 'zod';
import { bilingual, type Bilingual } from '../base/errors/index.ts';

const ENGLISH = z.locales.en().localeError;
const CHINESE = z.locales.zhCN().localeError;

/** What is wrong, in both languages; never the value itself, which may be somebody's name. A schema's own words (`params`) come first. */
export function faultWords(issue: z.core.$ZodIssue): Bilingual {
  const own = issue.code === 'custom' ? (issue.params ?? {}) : {};
  return bilingual(
    typeof own['en'] === 'string' ? own['en'] : words(ENGLISH, issue),
    typeof own['zh'] === 'string' ? own['zh'] : words(CHINESE, issue),
  );
}

function words(locale: z.core.$ZodErrorMap, issue: z.core.$ZodIssue): string {
  const said = locale(issue as z.core.$ZodRawIssue);
  return (typeof said === 'string' ? said : said?.message) ?? issue.message;
}
