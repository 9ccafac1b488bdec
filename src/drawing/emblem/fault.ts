import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/** The error for an emblem that cannot be engraved. */
export function emblemFault(en: string, zh: string): YinzhengError {
  return new YinzhengError('EMBLEM_UNUSABLE', { reason: bilingual(en, zh) });
}
