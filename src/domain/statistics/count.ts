/** What an entry of the journal counts for. */
import { localDate, localDateAt, type LocalDate } from '../../base/time.ts';
import type { DomainEvent, EventFacts, EventKind } from '../journal/index.ts';
import { readIdentifier } from '../identifier/index.ts';
import type { StatusEventKind } from '../licence/index.ts';
import { licenceOfEvent } from '../use/index.ts';
import { dayNumber } from './period.ts';
import type { Count, Measure } from './model.ts';

/** The licence that an event is about. */
export interface AboutLicence {
  readonly type: string;
  readonly issuer: string;
}

/** A licence is in time in the register when it is there at most so many days after its day of issue. */
export const IN_TIME_DAYS = 1;
/** Acts that end a licence for good. */
const ENDING_ACTS: readonly string[] = ['cancel', 'rescind', 'revoke', 'void'] satisfies readonly StatusEventKind[];
/** Longest item that is told apart, characters. */
const LONGEST_ITEM = 100;

/** Events by which the standing of licences changes. */
export const STANDING_KINDS: readonly EventKind[] = [
  'licence-issued',
  'licence-collected',
  'licence-edition-issued',
  'licence-status-changed',
  'licence-destroyed',
];

type Counting = (event: DomainEvent, about: AboutLicence | null) => readonly Count[];

/** What each kind of event counts for; what is not named counts for nothing. */
const COUNTING: Readonly<Partial<Record<EventKind, Counting>>> = {
  'licence-issued': (event, about) => [ofIssuer(event, about, 'issued'), ...timeliness(event, about)],
  // What comes after the first brings it up to date.
  'licence-collected': (event, about) =>
    event.id.endsWith('/1') ? [ofIssuer(event, about, 'collected'), ...timeliness(event, about)] : [],
  'licence-edition-issued': (event, about) => [ofIssuer(event, about, 'editions'), ...timeliness(event, about)],
  'licence-abandoned': (event, about) => [refusal(ofIssuer(event, about, 'refused'), 'issue', event.facts['failure'])],
  'licence-edition-abandoned': (event, about) => [refusal(ofIssuer(event, about, 'refused'), 'issue', event.facts['failure'])],
  'licence-status-changed': (event, about) => {
    const act = text(event.facts, 'event');
    if (act === 'suspend') return [ofIssuer(event, about, 'suspensions')];
    return ENDING_ACTS.includes(act) ? [ofIssuer(event, about, 'ended')] : [];
  },
  'licence-draft-changed': (event, about) =>
    event.facts['step'] === 'return' ? [refusal(ofActor(event, about, 'refused'), 'draft', 'returned')] : [],
  'licence-read': used,
  'licence-copied': used,
  'share-used': used,
  'duty-checked': (event, about) => (about ? used(event, about) : missing(event)),
  'presentation-used': (event, about) => verified(event, about, event.facts['status']),
  'presentation-code-refused': (event, about) => [refusal(ofActor(event, about, 'refused'), 'presentation', 'code')],
  'fields-verified': (event, about) => verified(event, about, event.facts['result']),
  'document-verified': (event, about) => {
    const { conclusion, subIndication } = event.facts;
    return verified(event, about, conclusion === 'passed' ? 'valid' : (subIndication ?? conclusion));
  },
  'access-denied': (event) => [refusal(ofActor(event, null, 'refused'), 'access', event.facts['action'])],
  // One to a use becomes one of these too.
  'objection-filed': (event, about) => [
    { ...ofActor(event, about, 'objections'), organisation: text(event.facts, 'organisation') },
  ],
  'objection-answered': (event, about) => [ofActor(event, about, 'objectionsAnswered')],
  'objection-escalated': (event, about) => [
    { ...ofActor(event, about, 'objectionsOverdue'), organisation: text(event.facts, 'from') },
  ],
  'licence-demanded': (event) => [
    {
      ...ofActor(event, null, 'demanded'),
      ...{ organisation: text(event.facts, 'organisation'), type: text(event.facts, 'type'), item: text(event.facts, 'item') },
    },
  ],
  'quality-found': (event, about) => [ofIssuer(event, about, 'faulty')],
  'quality-handled': (event, about) => [ofIssuer(event, about, 'faultsHandled')],
  'licence-demand-answered': (event) => [ofActor(event, null, 'demandsAnswered')],
};

/** Whether an event counts for anything. */
export function isCounted({ kind }: Pick<DomainEvent, 'kind'>): boolean {
  return COUNTING[kind] !== undefined || STANDING_KINDS.includes(kind);
}

/** The day that an event counts on, in Asia/Shanghai; null where its time cannot be read. */
export function dayOfEvent({ recordedAt }: Pick<DomainEvent, 'recordedAt'>): LocalDate | null {
  const at = Date.parse(recordedAt);
  return Number.isNaN(at) ? null : localDateAt(at);
}

/**
 * The licence that an event names by its identifier, so that nothing has to be read; null where it does not, or not in the form of the standard.
 * `undefined` where the event is about a licence that it names by its record alone.
 */
export function licenceNamed(event: Pick<DomainEvent, 'subject' | 'facts'>): AboutLicence | null | undefined {
  const identifier = event.facts['identifier'];
  if (typeof identifier === 'string') {
    try {
      const { typeCode, issuerCode } = readIdentifier(identifier);
      return { type: typeCode, issuer: issuerCode };
    } catch {
      // One that came from elsewhere may have any form.
    }
  }
  return licenceOfEvent(event) === null ? null : undefined;
}

/** What an event counts for. */
export function countsOf(event: DomainEvent, about: AboutLicence | null): readonly Count[] {
  return COUNTING[event.kind]?.(event, about) ?? [];
}

function ofIssuer(event: DomainEvent, about: AboutLicence | null, measure: Measure): Count {
  return { ...ofActor(event, about, measure), organisation: about?.issuer ?? event.actor.organisation ?? '' };
}

function ofActor({ actor, purpose, facts }: DomainEvent, about: AboutLicence | null, measure: Measure): Count {
  const organisation = actor.organisation ?? about?.issuer ?? '';
  return { organisation, type: about?.type ?? text(facts, 'type'), item: itemOf(purpose?.item ?? ''), measure };
}

function itemOf(item: string): string {
  return item.normalize('NFC').replace(/\s+/gu, ' ').trim().slice(0, LONGEST_ITEM);
}

/** Holders who look at what is theirs do not use it on anybody. */
function used(event: DomainEvent, about: AboutLicence | null): readonly Count[] {
  if (event.actor.capacity === 'holder') return [];
  const own = ofActor(event, about, 'used');
  if (!about || about.issuer === own.organisation) return [own];
  return [own, ofIssuer(event, about, 'usedElsewhere')];
}

function missing(event: DomainEvent): readonly Count[] {
  const types = event.facts['types'];
  return Array.isArray(types) ? (types as readonly string[]).map((type) => ({ ...ofActor(event, null, 'missing'), type })) : [];
}

function verified(event: DomainEvent, about: AboutLicence | null, result: EventFacts[string] | undefined): readonly Count[] {
  const count = ofActor(event, about, 'verified');
  return result === 'valid' ? [count] : [count, refusal({ ...count, measure: 'refused' }, 'verification', result)];
}

function refusal(count: Count, what: string, why: EventFacts[string] | undefined): Count {
  return { ...count, reason: `${what}:${typeof why === 'string' && why !== '' ? why.slice(0, LONGEST_ITEM) : 'unknown'}` };
}

function timeliness(event: DomainEvent, about: AboutLicence | null): readonly Count[] {
  const issued = dateIn(event.facts, 'issueDate');
  const day = dayOfEvent(event);
  if (issued === null || day === null) return [];
  return [ofIssuer(event, about, dayNumber(day) - dayNumber(issued) <= IN_TIME_DAYS ? 'inTime' : 'late')];
}

/** A legal date among the facts; null where it is none. */
export function dateIn(facts: EventFacts, name: string): LocalDate | null {
  try {
    return localDate(text(facts, name));
  } catch {
    return null;
  }
}

function text(facts: EventFacts, name: string): string {
  const value = facts[name];
  return typeof value === 'string' ? value.slice(0, LONGEST_ITEM) : '';
}
