import { bilingual, YinzhengError } from '../../base/errors/index.ts';

/**
 * Refuses to seal a document, with the reason in both languages.
 * @throws {YinzhengError} PDF_NOT_STAMPABLE
 */
export function refuse(en: string, zh: string): never {
  throw new YinzhengError('PDF_NOT_STAMPABLE', { reason: bilingual(en, zh) });
}
