/** Tables by which exchanges name statuses: those that come with the service, and those that were imported. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { LicenceStatus } from '../../domain/licence/index.ts';
import {
  checkMapping,
  HOUSING_MINISTRY,
  OWN_STATUSES,
  sentAs,
  type StatusMapping,
  type StatusMappingRecord,
} from '../../domain/status-mapping/index.ts';
import { authorise } from '../access/authorise.ts';
import { authoriseEverywhere } from '../organisations/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { verifyIdentifier, type Moment, type StatusReport } from '../verification/index.ts';

const BUILT_IN: readonly StatusMapping[] = [HOUSING_MINISTRY, OWN_STATUSES];

/** What keeping tables takes. */
export interface StatusMappingDependencies {
  readonly records: RecordStore;
  readonly journal: Pick<JournalDesk, 'poke'>;
  readonly clock: Clock;
}

/** The table of a name: one that was imported comes before one that comes with the service; null where there is none. */
export async function findMapping(records: Pick<RecordStore, 'get'>, id: string): Promise<StatusMapping | null> {
  const imported = await records.get('status-mappings', id);
  return imported?.mapping ?? BUILT_IN.find((each) => each.id === id) ?? null;
}

/**
 * Every table.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMappings(records: Pick<RecordStore, 'list'>, actor: Actor): Promise<readonly StatusMapping[]> {
  authorise(actor, 'licence-type:read');
  const imported = (await records.list('status-mappings', { limit: MAX_PAGE })).map(({ mapping }) => mapping);
  const ids = new Set(imported.map(({ id }) => id));
  return [...BUILT_IN.filter(({ id }) => !ids.has(id)), ...imported];
}

/**
 * Imports a table, in the place of one of the same name.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID, VERSION_CONFLICT
 */
export async function importMapping(
  deps: StatusMappingDependencies,
  actor: Actor,
  mapping: StatusMapping,
): Promise<StatusMapping> {
  await authoriseEverywhere(deps.records, actor, 'catalogue:edit');
  checkMapping(mapping);
  const known = await deps.records.get('status-mappings', mapping.id);
  if (!known && (await deps.records.list('status-mappings', { limit: MAX_PAGE })).length >= MAX_PAGE)
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('there are too many tables', '对照表过多') });
  const version = (known?.version ?? 0) + 1;
  const at = isoInstant(deps.clock.now());
  const event: DomainEvent = {
    ...{
      id: `status-mappings/${mapping.id}/${version}`,
      kind: 'status-mapping-imported',
      subject: `status-mappings/${mapping.id}`,
    },
    ...{ effectiveAt: at, recordedAt: at, actor, purpose: null, facts: { mapping: mapping.id, codes: mapping.codes.length } },
  };
  const outbox = [...(known?.outbox ?? []), event];
  const record: StatusMappingRecord = { _id: mapping.id, schema: 1, version, mapping, outbox, pending: true };
  if (known) await deps.records.replace('status-mappings', record);
  else
    await deps.records.insert('status-mappings', record).catch((error: unknown) => {
      throw isYinzhengError(error, 'ALREADY_EXISTS') ? new YinzhengError('VERSION_CONFLICT', {}, { cause: error }) : error;
    });
  deps.journal.poke();
  return mapping;
}

/** The status of a licence in the words of an exchange. */
export interface MappedStatus {
  readonly mapping: string;
  readonly code: string;
  readonly name: string;
  /** What the exchange wants described is named here in our own words; null where it wants nothing. */
  readonly description: LicenceStatus | null;
  readonly report: StatusReport;
}

/**
 * The status of a licence as an exchange names it, now or at another moment.
 * @throws {YinzhengError} NOT_ALLOWED, STATUS_MAPPING_NOT_FOUND, IDENTIFIER_INVALID, LICENCE_NOT_FOUND
 */
export async function mappedStatus(
  deps: Pick<StatusMappingDependencies, 'records' | 'clock'>,
  actor: Actor,
  { mapping: id, ...question }: Moment & { readonly mapping: string; readonly identifier: string },
): Promise<MappedStatus> {
  const report = await verifyIdentifier({ clock: deps.clock, store: deps }, actor, question);
  const mapping = await findMapping(deps.records, id);
  if (!mapping) throw new YinzhengError('STATUS_MAPPING_NOT_FOUND', { mapping: id.slice(0, 64) });
  const { code, name, described } = sentAs(mapping, report.status);
  return { mapping: id, code, name, description: described ? report.status : null, report };
}
