import { currentEdition, holdersOf, type LicenceRecord } from '../licence/index.ts';
import type { DomainEvent, JournalEntry } from '../journal/index.ts';
import { USE_KINDS, type UseKind, type UseRecord } from './model.ts';

/** Largest moment in ms that fits 12 hexadecimal digits. */
const END_OF_TIME = 2 ** 48 - 1;
/** Facts in which events say what came of them, the most telling first. */
const RESULTS = ['result', 'status', 'what', 'answer', 'copyKind'] as const;

/** The beginning of the ids of uses at a moment, ms: those after it in order were before it in time. */
export function useTimePrefix(at: number): string {
  return (END_OF_TIME - at).toString(16).padStart(12, '0');
}

/** Whether an event is a use. */
export function isUse({ kind }: Pick<DomainEvent, 'kind'>): boolean {
  return (USE_KINDS as readonly string[]).includes(kind);
}

/** Record id of the licence that an event is about; null where it names none. */
export function licenceOfEvent({ subject, facts }: Pick<DomainEvent, 'subject' | 'facts'>): string | null {
  const named = facts['licence'];
  if (typeof named === 'string') return named;
  return subject.startsWith('licences/') ? subject.slice('licences/'.length) : null;
}

/**
 * The use that an entry of the journal tells of; null where it is none, or about nobody.
 * @param licence the licence that the event names, null where there is none or it is destroyed
 */
export function useOfEntry({ sequence, hash, event }: JournalEntry, licence: LicenceRecord | null): UseRecord | null {
  if (!isUse(event)) return null;
  const at = Date.parse(event.recordedAt);
  const persons = licence ? [] : textsOf(event.facts['persons']);
  if (Number.isNaN(at) || (!licence && persons.length === 0)) return null;
  const result = RESULTS.map((name) => event.facts[name]).find((value) => typeof value === 'string');
  return {
    ...{ _id: `${useTimePrefix(at)}${String(sequence).padStart(12, '0')}`, schema: 1, version: 1 },
    ...{ kind: event.kind as UseKind, sequence, hash, at: event.recordedAt, actor: event.actor, purpose: event.purpose },
    licence: licence && { id: licence._id, identifier: identifierOf(event, licence), typeName: licence.typeName },
    holders: licence ? holdersNamed(event, licence) : [],
    persons,
    result: typeof result === 'string' ? result : null,
    fields: textsOf(event.facts['fields']),
    objections: [],
    outbox: [],
    pending: false,
  };
}

function identifierOf({ facts }: DomainEvent, licence: LicenceRecord): string {
  const named = facts['identifier'];
  return typeof named === 'string' ? named : currentEdition(licence).identifier;
}

/** The holders of the edition that was used; a licence that changed hands is not used on its former holders for ever. */
function holdersNamed(event: DomainEvent, licence: LicenceRecord): UseRecord['holders'] {
  const named = identifierOf(event, licence);
  const edition = licence.editions.find(({ identifier }) => identifier === named) ?? currentEdition(licence);
  return holdersOf(licence, edition).map(({ code }) => ({ code }));
}

function textsOf(fact: DomainEvent['facts'][string] | undefined): readonly string[] {
  return Array.isArray(fact) ? (fact as readonly string[]) : [];
}
