/** Requests as files of JSON. */
import type { z } from 'zod';
import { fromUtf8 } from '../base/bytes.ts';
import { bilingual, YinzhengError, type Bilingual } from '../base/errors/index.ts';
import { faultWords } from '../services/fault-words.ts';

/**
 * A request that a file has.
 * @throws {YinzhengError} INPUT_INVALID, with every fault
 */
export function readJsonRequest<T>(schema: z.ZodType<T>, bytes: Uint8Array): T {
  let value: unknown;
  try {
    value = JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('the request is not JSON', '请求不是 JSON') }, { cause });
  }
  const parsed = schema.safeParse(value, { reportInput: true });
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), words: faultWords(issue) }));
    const told = (language: keyof Bilingual, colon: string): readonly string[] =>
      faults.map(({ path, words }) => (path === '' ? words[language] : `${path}${colon}${words[language]}`));
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual(told('en', ': ').join('; '), told('zh', '：').join('；')) });
  }
  return parsed.data;
}
