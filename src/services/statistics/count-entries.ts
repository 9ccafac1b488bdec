/** Counts entries of the journal into buckets and standings, each once. */
import type { DomainEvent, JournalEntry } from '../../domain/journal/index.ts';
import type { LicenceRecord } from '../../domain/licence/index.ts';
import {
  addToCells,
  addToDays,
  bucketId,
  bucketsOf,
  countsOf,
  dateIn,
  dayOfEvent,
  isCounted,
  licenceNamed,
  plainStanding,
  STANDING_KINDS,
  standingChanges,
  standingId,
  type AboutLicence,
  type Count,
  type StandingChange,
  type StandingMoment,
  type StandingRecord,
  type StatisticsRecord,
} from '../../domain/statistics/index.ts';
import { LONG_TERM } from '../../base/time.ts';
import { licenceOfEvent } from '../../domain/use/index.ts';
import type { RecordStore, RecordWrite } from '../storage/index.ts';

/** What is to be added to one record, by the number of the entry that adds it. */
interface Additions<Added> {
  readonly organisation: string;
  readonly type: string;
  readonly added: { readonly sequence: number; readonly what: readonly Added[] }[];
}

interface Gathered {
  readonly buckets: Map<string, Additions<Count>>;
  readonly standings: Map<string, Additions<StandingChange>>;
}

/**
 * Counts entries, in their order. A record says up to which entry it is counted, so that counting the same entries again, after a crash or on another
 * server, changes nothing. All is written at once.
 * @throws {YinzhengError} VERSION_CONFLICT, ALREADY_EXISTS when somebody else counts the same entries now: then they are to be counted again
 */
export async function countEntries(records: RecordStore, generation: number, entries: readonly JournalEntry[]): Promise<void> {
  const gathered: Gathered = { buckets: new Map(), standings: new Map() };
  for (const { sequence, event } of entries)
    if (isCounted(event)) await gather(records, { generation, sequence, event }, gathered);
  const writes: RecordWrite[] = [];
  for (const [id, addition] of gathered.buckets) writes.push(...(await bucketWrite(records, id, addition)));
  for (const [id, addition] of gathered.standings) writes.push(...(await standingWrite(records, id, addition)));
  if (writes.length > 0) await records.write(writes);
}

interface Counted {
  readonly generation: number;
  readonly sequence: number;
  readonly event: DomainEvent;
}

async function gather(records: RecordStore, { generation, sequence, event }: Counted, into: Gathered): Promise<void> {
  const day = dayOfEvent(event);
  if (day === null) return;
  const named = licenceNamed(event);
  const read = reader(records, event);
  const about = named === undefined ? aboutOf(await read()) : named;
  for (const [organisation, counts] of byOrganisation(countsOf(event, about)))
    for (const bucket of bucketsOf(day))
      add(into.buckets, bucketId(generation, bucket, organisation), { organisation, type: '', sequence, what: counts });
  if (!STANDING_KINDS.includes(event.kind)) return;
  const changes = plainChanges(event) ?? recordedChanges(event, await read());
  if (changes.length === 0 || !about) return;
  const { issuer: organisation, type } = about;
  add(into.standings, standingId(generation, organisation, type), { organisation, type, sequence, what: changes });
}

function byOrganisation(counts: readonly Count[]): ReadonlyMap<string, readonly Count[]> {
  const found = new Map<string, Count[]>();
  for (const count of counts) found.set(count.organisation, [...(found.get(count.organisation) ?? []), count]);
  return found;
}

function add<Added>(
  into: Map<string, Additions<Added>>,
  id: string,
  addition: { readonly organisation: string; readonly type: string; readonly sequence: number; readonly what: readonly Added[] },
): void {
  const { organisation, type, sequence, what } = addition;
  const known = into.get(id) ?? { organisation, type, added: [] };
  known.added.push({ sequence, what });
  into.set(id, known);
}

/** Reads the licence of an event, once, when it is asked for. */
function reader(records: RecordStore, event: DomainEvent): () => Promise<LicenceRecord | null> {
  let read: Promise<LicenceRecord | null> | null = null;
  const id = licenceOfEvent(event);
  return () => (read ??= id === null ? Promise.resolve(null) : records.get('licences', id));
}

function aboutOf(licence: LicenceRecord | null): AboutLicence | null {
  return licence && { type: licence.typeCode, issuer: licence.issuer.code };
}

/** What a first edition changes, by its dates in the event alone; null where the licence has to be looked at. */
function plainChanges({ kind, facts, recordedAt }: DomainEvent): readonly StandingChange[] | null {
  const validFrom = dateIn(facts, 'validFrom');
  const validTo = facts['validTo'] === LONG_TERM ? LONG_TERM : dateIn(facts, 'validTo');
  if (kind !== 'licence-issued' || validFrom === null || validTo === null) return null;
  return plainStanding({ since: Date.parse(recordedAt), validFrom, validTo });
}

function recordedChanges(event: DomainEvent, licence: LicenceRecord | null): readonly StandingChange[] {
  const moment = licence && momentOf(event, licence);
  return licence && moment ? standingChanges(licence, moment) : [];
}

function momentOf({ kind, facts, effectiveAt, recordedAt }: DomainEvent, licence: LicenceRecord): StandingMoment | null {
  if (kind === 'licence-destroyed') return facts['again'] === true ? null : { kind: 'destruction' };
  if (kind === 'licence-collected') {
    // What brings a licence up to date makes an edition only where it has another identifier.
    const made = licence.editions.find((one) => one.identifier === facts['identifier'] && one.recordedAt === recordedAt);
    return made ? { kind: 'edition', number: made.number } : null;
  }
  if (kind !== 'licence-status-changed') {
    const number = facts['edition'];
    return typeof number === 'string' ? { kind: 'edition', number } : null;
  }
  if (typeof facts['act'] === 'number') return { kind: 'act', index: facts['act'] };
  // Events of before acts were numbered.
  const index = licence.events.findIndex(
    (act) => act.kind === facts['event'] && act.recordedAt === recordedAt && act.effectiveAt === effectiveAt,
  );
  return index < 0 ? null : { kind: 'act', index };
}

function uncounted<Added>({ added }: Additions<Added>, counted: number): { what: readonly Added[]; last: number } | null {
  const fresh = added.filter(({ sequence }) => sequence > counted);
  const last = fresh.at(-1)?.sequence;
  return last === undefined ? null : { what: fresh.flatMap(({ what }) => what), last };
}

async function bucketWrite(records: RecordStore, _id: string, addition: Additions<Count>): Promise<readonly RecordWrite[]> {
  const known = await records.get('statistics', _id);
  const fresh = uncounted(addition, known?.counted ?? 0);
  if (!fresh) return [];
  const record: StatisticsRecord = {
    ...{ _id, schema: 1, version: (known?.version ?? 0) + 1, organisation: addition.organisation },
    ...{ cells: addToCells(known?.cells ?? [], fresh.what), counted: fresh.last },
  };
  return [{ kind: known ? 'replace' : 'insert', collection: 'statistics', record }];
}

async function standingWrite(
  records: RecordStore,
  _id: string,
  addition: Additions<StandingChange>,
): Promise<readonly RecordWrite[]> {
  const known = await records.get('licence-standings', _id);
  const fresh = uncounted(addition, known?.counted ?? 0);
  if (!fresh) return [];
  const { organisation, type } = addition;
  const record: StandingRecord = {
    ...{ _id, schema: 1, version: (known?.version ?? 0) + 1, organisation, type },
    ...{ days: addToDays(known?.days ?? [], fresh.what), counted: fresh.last },
  };
  return [{ kind: known ? 'replace' : 'insert', collection: 'licence-standings', record }];
}
