/** Editions (版本) of a licence: which of its acts count for which, who held it by then, and what it will be with one that is being made. */
import type { LocalDate } from '../../base/time.ts';
import type { Holder, LicenceEdition, LicenceRecord, StampingIntent, StatusEvent } from './model.ts';

/** The current edition of a licence, the last one. */
export function currentEdition(record: LicenceRecord): LicenceEdition {
  const edition = record.editions[record.editions.length - 1];
  if (edition === undefined) throw new RangeError('a licence has at least one edition');
  return edition;
}

/** The holders of an edition: those of the licence now, unless it had others. */
export function holdersOf(record: Pick<LicenceRecord, 'holders'>, edition: LicenceEdition): readonly Holder[] {
  return edition.holders ?? record.holders;
}

/** The day of the first issue (初次颁发日期), which later editions keep. */
export function firstIssueDate(record: LicenceRecord): LocalDate {
  return (record.editions[0] ?? currentEdition(record)).issueDate;
}

/** The acts on a licence's status by lives: an edition that reinstates it begins another, in which no act before counts. */
export function livesOf({ events, editions }: Pick<LicenceRecord, 'events' | 'editions'>): readonly (readonly StatusEvent[])[] {
  const begins = [0, ...editions.flatMap(({ act }) => (act?.kind === 'reinstate' ? [act.actsBefore] : []))];
  return begins.map((from, life) => events.slice(from, begins[life + 1]));
}

/**
 * The acts that count for an edition: those since the licence was last reinstated by it or one before it. What ended an edition counts for it
 * for ever, though a later one reinstates the licence.
 */
export function actsOn(
  { events, editions }: Pick<LicenceRecord, 'events' | 'editions'>,
  edition: Pick<LicenceEdition, 'number'>,
): readonly StatusEvent[] {
  const last = editions.findIndex(({ number }) => number === edition.number);
  const reinstated = editions.slice(0, last + 1).findLast(({ act }) => act?.kind === 'reinstate');
  return reinstated?.act ? events.slice(reinstated.act.actsBefore) : events;
}

/** The acts that count now. */
export function actsInForce({ events, editions }: Pick<LicenceRecord, 'events' | 'editions'>): readonly StatusEvent[] {
  const current = editions[editions.length - 1];
  return current ? actsOn({ events, editions }, current) : events;
}

/** The licence as it will be with the edition that is being made, which is its last then; itself where none is. */
export function inMaking(record: LicenceRecord): LicenceRecord {
  const { coming } = record;
  if (!coming) return record;
  const rest = withoutComing(record);
  const earlier = currentEdition(record);
  const kept = sameHolders(coming.holders, record.holders) ? earlier : { ...earlier, holders: holdersOf(record, earlier) };
  return { ...rest, holders: coming.holders, editions: [...record.editions.slice(0, -1), kept, coming.edition] };
}

/** The licence without the edition that was being made. */
export function withoutComing(record: LicenceRecord): LicenceRecord {
  const rest: { -readonly [K in keyof LicenceRecord]: LicenceRecord[K] } = { ...record };
  delete rest.coming;
  delete rest.makingEdition;
  return rest;
}

/** The licence with another intent for the edition that is being made, or made again. */
export function withIntent(record: LicenceRecord, intent: StampingIntent): LicenceRecord {
  const { coming } = record;
  return coming
    ? { ...record, coming: { ...coming, edition: { ...coming.edition, intent } } }
    : { ...record, editions: [...record.editions.slice(0, -1), { ...currentEdition(record), intent }] };
}

/**
 * Whether a case number that was claimed for the licence is taken: by its first edition, a further one, or one that is being made. One that
 * was destroyed keeps all of them, as nothing in it says any more which.
 */
export function holdsCase({ caseKey, editions, coming, destroyed }: LicenceRecord, key: string): boolean {
  return (
    destroyed !== undefined ||
    caseKey === key ||
    coming?.edition.order?.caseKey === key ||
    editions.some(({ order }) => order?.caseKey === key)
  );
}

function sameHolders(some: readonly Holder[], others: readonly Holder[]): boolean {
  const text = (holders: readonly Holder[]) => JSON.stringify(holders.map(({ name, codeType, code }) => [name, codeType, code]));
  return text(some) === text(others);
}
