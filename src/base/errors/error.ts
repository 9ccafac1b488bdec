import type { Bilingual } from './bilingual.ts';
import { messages, type ErrorCode } from './messages.ts';

type Detail = string | number | boolean | null | readonly string[] | readonly number[] | Bilingual;

/** Details that are words for people. */
export const WORDED_DETAILS = ['reason', 'state', 'status', 'event', 'part'] as const;

/**
 * What an error is about: small, serialisable values without personal data. Words come in both languages; the rest is names, numbers and
 * places, and `technical` for what only who knows the format reads.
 */
export type ErrorDetails = Readonly<Record<string, Detail>> & {
  readonly [name in (typeof WORDED_DETAILS)[number]]?: Bilingual;
};

/** What tells an error of Yinzheng where this module is there twice: a loader may give a part that is loaded later another copy of it. */
const BRAND: unique symbol = Symbol.for('yinzheng.error');

/** The one error of Yinzheng: a code from a closed list, its details, and a message in English (`message`) and Chinese (`chinese`). */
export class YinzhengError extends Error {
  override readonly name = 'YinzhengError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
  readonly [BRAND] = true;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(messages[code].en, details, 'en'), options);
    this.code = code;
    this.details = details;
  }

  /** The message in Chinese. */
  get chinese(): string {
    return fill(messages[this.code].zh, this.details, 'zh');
  }

  /** The message in both languages. */
  get bilingual(): Bilingual {
    return { en: this.message, zh: this.chinese };
  }
}

/** True for a {@link YinzhengError} of one of the given codes (of any code when none is given). */
export function isYinzhengError(error: unknown, ...codes: readonly ErrorCode[]): error is YinzhengError {
  return isBranded(error) && (codes.length === 0 || codes.includes(error.code));
}

function isBranded(error: unknown): error is YinzhengError {
  return error instanceof Error && BRAND in error;
}

function fill(template: string, details: ErrorDetails, language: keyof Bilingual): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name] ?? '?';
    if (typeof value !== 'object') return String(value);
    return 'en' in value ? value[language] : value.join(', ');
  });
}
