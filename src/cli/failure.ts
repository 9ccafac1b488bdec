import { isYinzhengError } from '../base/errors/index.ts';
import type { CliContext } from './context.ts';

const WORDS = {
  unexpected: { zh: '内部错误，未完成', en: 'Something went wrong here, and nothing was finished' },
  configuration: { zh: '配置无效', en: 'The configuration is not valid' },
} as const;

/**
 * What is printed about an error: in the language chosen, with its code. Of an error that nobody foresaw only its kind and its place
 * are told, since its message may hold personal data.
 */
export function failureLines(error: unknown, { language }: Pick<CliContext, 'language'>): readonly string[] {
  if (!isYinzhengError(error)) return [`yinzheng: ${WORDS.unexpected[language]}: ${kindAndPlace(error)} [INTERNAL]`];
  const { code, details } = error;
  // Whoever calls wrongly may not have found out how to choose the language.
  if (code === 'USAGE') return [`yinzheng: ${error.chinese} [${code}]`, `yinzheng: ${error.message} [${code}]`];
  if (code === 'CONFIGURATION_INVALID' && Array.isArray(details['faults'])) {
    return [`yinzheng: ${WORDS.configuration[language]} [${code}]`, ...details['faults'].map((fault) => `  ${fault}`)];
  }
  return [`yinzheng: ${language === 'zh' ? error.chinese : error.message} [${code}]`];
}

function kindAndPlace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = (error.stack ?? '').split('\n').find((line) => /^\s+at /.test(line));
  return `${error.name}${place === undefined ? '' : ` ${place.trim()}`}`;
}
