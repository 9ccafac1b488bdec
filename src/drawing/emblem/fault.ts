import { YinzhengError } from '../../base/errors/index.ts';

/** The error for an emblem that cannot be engraved. */
export function emblemFault(reason: string): YinzhengError {
  return new YinzhengError('EMBLEM_UNUSABLE', { reason });
}
