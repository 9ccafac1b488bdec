import type { SignatureReport } from '../model.ts';
import { CERTIFICATION_WORDS, FORM_WORDS, KIND_WORDS, type Words } from '../words/index.ts';

/** `format` of a seal that comes without a signature (GB/T 38540 SESeal). */
const BARE_SEAL = 'SESeal';

/** What a signature is, in words: its kind, its form where the standards name one, and what it permits where it certifies. */
export function natureOf({
  kind,
  format,
  certification,
}: Pick<SignatureReport, 'kind' | 'format' | 'certification'>): readonly Words[] {
  const form = format === null ? undefined : FORM_WORDS.get(format);
  return [KIND_WORDS[kind], ...(form ? [form] : []), ...(certification ? [CERTIFICATION_WORDS[certification]] : [])];
}

/** Whether what is reported is a seal by itself, which nobody used. */
export function isBareSeal({ kind, format }: Pick<SignatureReport, 'kind' | 'format'>): boolean {
  return kind === 'seal' && format === BARE_SEAL;
}
