import type { Holder } from '../../domain/licence/index.ts';
import type { JournalDesk } from '../platform.ts';

/**
 * What an event tells of persons: a keyed pseudonym for each, by which entries about one person are found by who has the keys and the number.
 * Nothing where the journal has no keys for it, or there are no persons.
 */
export function personsTold(
  { pseudonym }: Pick<JournalDesk, 'pseudonym'>,
  holders: readonly Pick<Holder, 'code'>[],
): { readonly persons?: readonly string[] } {
  return pseudonym && holders.length > 0 ? { persons: holders.map(({ code }) => pseudonym(code)) } : {};
}
