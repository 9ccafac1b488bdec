import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { maskPurpose, type LicenceRecord } from '../../domain/licence/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import type { JournalDesk, Random } from '../platform.ts';
import { randomId } from './random.ts';

/** The event of somebody reading a licence's data or file. */
export function readEvent(
  deps: { readonly random: Random; readonly journal: Pick<JournalDesk, 'pseudonym'> },
  input: {
    readonly actor: Actor;
    readonly purpose: Purpose | null;
    readonly licence: LicenceRecord;
    readonly at: string;
    readonly what: 'data' | 'file';
  },
): DomainEvent {
  return {
    id: `reads/${randomId(deps.random)}`,
    kind: 'licence-read',
    subject: `licences/${input.licence._id}`,
    effectiveAt: input.at,
    recordedAt: input.at,
    actor: input.actor,
    purpose: maskPurpose(input.purpose, input.licence.holders),
    facts: { what: input.what, ...personsTold(deps.journal, input.licence.holders) },
  };
}
