import { messages, type ErrorCode } from './messages.ts';

/** What an error is about: small, serialisable values without personal data. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[] | readonly number[]>>;

/** The one error of Yinzheng: a code from a closed list, its details, and a message in English (`message`) and Chinese (`chinese`). */
export class YinzhengError extends Error {
  override readonly name = 'YinzhengError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(fill(messages[code].en, details), options);
    this.code = code;
    this.details = details;
  }

  /** The message in Chinese. */
  get chinese(): string {
    return fill(messages[this.code].zh, this.details);
  }
}

/** True for a {@link YinzhengError} of one of the given codes (of any code when none is given). */
export function isYinzhengError(error: unknown, ...codes: readonly ErrorCode[]): error is YinzhengError {
  return error instanceof YinzhengError && (codes.length === 0 || codes.includes(error.code));
}

function fill(template: string, details: ErrorDetails): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '?');
  });
}
