/** What people wrote as a reason, without the persons that it names: reasons go into the journal, which is never changed. */
import type { Purpose } from '../access/index.ts';
import { isCitizenNumber } from '../identifier/index.ts';
import { maskCode, maskName } from './mask.ts';
import type { Holder } from './model.ts';

/** A name of one character would hide every such character. */
const SHORTEST = 2;

/** A purpose in which the names and numbers of these holders are masked. */
export function maskPurpose<P extends Purpose | null>(purpose: P, holders: readonly Pick<Holder, 'name' | 'code'>[]): P {
  if (purpose === null) return purpose;
  return masked(purpose, (text) => maskHolders(text, holders));
}

/** A text in which the names and numbers of these holders are masked. */
export function maskHolders(text: string, holders: readonly Pick<Holder, 'name' | 'code'>[]): string {
  return holders.reduce((left, { name, code }) => hide(hide(left, code, maskCode), name, maskName), text);
}

/** A purpose in which citizens' numbers are masked, whoever they belong to. */
export function maskCitizenNumbers<P extends Purpose | null>(purpose: P): P {
  if (purpose === null) return purpose;
  return masked(purpose, (text) =>
    text.length < 18
      ? text
      : text.replace(/(?<!\d)[1-9]\d{16}[\dXx](?!\d)/g, (found) =>
          isCitizenNumber(found.toUpperCase()) ? maskCode(found) : found,
        ),
  );
}

function masked<P extends Purpose>(purpose: P, mask: (text: string) => string): P {
  const { item, caseNumber, cause } = purpose;
  return { ...purpose, item: mask(item), caseNumber: caseNumber === null ? null : mask(caseNumber), cause: mask(cause) };
}

function hide(text: string, word: string, mask: (word: string) => string): string {
  return word.length < SHORTEST || !text.includes(word) ? text : text.replaceAll(word, () => mask(word));
}
