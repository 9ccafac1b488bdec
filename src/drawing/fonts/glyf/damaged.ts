import { bilingual, YinzhengError } from '../../../base/errors/index.ts';

/** The error for outlines that cannot be read. */
export function damagedGlyph(en: string, zh: string): YinzhengError {
  return new YinzhengError('FONT_UNUSABLE', { reason: bilingual(en, zh) });
}
