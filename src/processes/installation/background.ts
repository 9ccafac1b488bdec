import type { Logger } from 'pino';
import { isYinzhengError } from '../../base/errors/index.ts';

/** Tells the log of what went wrong while nobody waited for it: code and details, of errors that are not ours the kind alone. */
export function backgroundErrors(log: Logger): (error: unknown) => void {
  return (error) =>
    log.error(
      isYinzhengError(error) ? { code: error.code, details: error.details } : { error: nameOf(error) },
      'background work',
    );
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
