/** A checked item as a licence of the register: made, brought up to date, its status followed. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { actToFollow, type CollectedFrom, type CollectingSource, type FileVerdict } from '../../domain/collecting/index.ts';
import { VERIFICATION_CODE_BYTES, writeVerificationCode } from '../../domain/identifier/index.ts';
import {
  holdersOf,
  judgeEvent,
  statusOf,
  STATUS_EVENTS,
  type LicenceEdition,
  type LicenceFile,
  type LicenceRecord,
  type StatusEvent,
} from '../../domain/licence/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { readCode } from '../../domain/status-mapping/index.ts';
import { fromHex } from '../../base/bytes.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { findMapping } from '../status-mappings/index.ts';
import type { ClaimRecord, RecordWrite } from '../storage/index.ts';
import type { CheckedItem } from './check-item.ts';
import type { CollectingDependencies } from './ports.ts';
import { returnEntry } from './return-flow.ts';
import type { CollectedItem } from './schema.ts';

/** A licence that was never sealed here. */
export const NO_STAMPING = { stamping: 'none', seal: '', sealVersion: 0 } as const;

/** An item that may be taken. */
export interface RegistrationOrder {
  readonly source: CollectingSource;
  readonly actor: Actor;
  readonly item: CollectedItem;
  readonly checked: CheckedItem;
  readonly bytes: Uint8Array | null;
  readonly verdict: FileVerdict | null;
  /** The licence as it is here; null for one that is new. */
  readonly licence: LicenceRecord | null;
  /** Id of the licence, and key of the record of the item. */
  readonly id: string;
  readonly key: string;
}

/**
 * The licence as it is to be, and everything that is written of it at once; its file is kept when this resolves.
 * @throws {YinzhengError} COLLECTED_IDENTIFIER_TAKEN, COLLECTED_STATUS_UNKNOWN, COLLECTED_STATUS_CONFLICT
 */
export async function registerItem(
  deps: CollectingDependencies,
  order: RegistrationOrder,
): Promise<{ readonly licence: LicenceRecord; readonly writes: readonly RecordWrite[] }> {
  const { source, item, checked, licence: before } = order;
  const now = deps.clock.now();
  const wanted = await wantedStatus(deps, source, item);
  const claims = await claimsFor(deps, order, now);
  const file = order.bytes ? await keepFile(deps, order, now) : null;
  const drafted = before ? broughtUpToDate(deps, before, { order, file, now }) : newLicence(deps, order, { file, now });
  const events = wanted === null ? [] : followed(drafted, order, { wanted, now });
  const version = (before?.version ?? 0) + 1;
  const changed = { ...drafted, version, events: [...drafted.events, ...events] };
  const licence = {
    ...changed,
    outbox: [...changed.outbox, ...eventsTold(deps, changed, order, { events, now })],
    pending: true,
  };
  const change = before === null ? 'taken' : events.length > 0 ? 'status' : 'updated';
  return {
    licence,
    writes: [
      ...claims,
      { kind: before ? 'replace' : 'insert', collection: 'licences', record: licence },
      {
        kind: 'insert',
        collection: 'return-flow',
        record: returnEntry(deps, { licence: licence._id, identifier: checked.identifier, area: item.areaCode, change }),
      },
    ],
  };
}

async function wantedStatus(deps: Pick<CollectingDependencies, 'store'>, source: CollectingSource, { status }: CollectedItem) {
  const mapping = await findMapping(deps.store.records, source.statuses);
  const code = mapping ? readCode(mapping, status) : null;
  if (!code) throw new YinzhengError('COLLECTED_STATUS_UNKNOWN', { text: status.slice(0, 40) });
  return code.status;
}

/** Claims on the identifier and the code that are still to be made. */
async function claimsFor(
  deps: Pick<CollectingDependencies, 'store'>,
  { id, checked: { identifier } }: RegistrationOrder,
  now: Instant,
): Promise<readonly RecordWrite[]> {
  const _id = `identifier:${identifier}`;
  const known = await deps.store.records.get('claims', _id);
  if (known && known.owner !== id) throw new YinzhengError('COLLECTED_IDENTIFIER_TAKEN');
  const record: ClaimRecord = { _id, schema: 1, version: 1, owner: id, claimedAt: isoInstant(now) };
  return known ? [] : [{ kind: 'insert', collection: 'claims', record }];
}

async function keepFile(
  deps: Pick<CollectingDependencies, 'store'>,
  { bytes, verdict, item, licence, checked }: RegistrationOrder,
  now: Instant,
): Promise<LicenceFile | null> {
  if (!bytes || !verdict) return null;
  const { digest } = verdict;
  const last = licence?.editions.at(-1);
  if (last?.identifier === checked.identifier && last.files.at(-1)?.digest === digest) return null;
  const kept = await deps.store.blobs.keep(bytes, { owner: item.issuer.code, sm3: fromHex(digest) });
  return { format: 'pdf', role: 'original', digest, size: bytes.length, ...kept, recordedAt: isoInstant(now) };
}

interface Made {
  readonly file: LicenceFile | null;
  readonly now: Instant;
}

function newLicence(
  deps: Pick<CollectingDependencies, 'random'>,
  order: RegistrationOrder,
  { file, now }: Made,
): Omit<LicenceRecord, 'version'> {
  const { source, item, checked, id, key } = order;
  return {
    ...{ _id: id, schema: 1, origin: source.origin, state: 'published' },
    ...{ caseKey: `collected/${key}`, requestDigest: '', typeCode: item.typeCode, typeName: checked.typeName },
    ...{ issuer: item.issuer, responsible: item.issuer, holders: item.holders },
    editions: [editionOf(deps, order, { file, now })],
    ...{ events: [], demonstration: checked.demonstration, collected: collectedFrom(order), outbox: [], pending: false },
  };
}

function broughtUpToDate(
  deps: Pick<CollectingDependencies, 'random'>,
  before: LicenceRecord,
  { order, file, now }: Made & { readonly order: RegistrationOrder },
): LicenceRecord {
  const { item, checked } = order;
  const last = before.editions.at(-1);
  if (!last) throw new RangeError('a licence has at least one edition');
  const files = file ? [...last.files, file] : last.files;
  // A new identifier is a new edition; the same one corrects what the edition says.
  const editions: readonly LicenceEdition[] =
    checked.identifier === last.identifier
      ? [...before.editions.slice(0, -1), { ...last, ...checked.data, files }]
      : [
          ...before.editions.slice(0, -1),
          // Those of before held that edition.
          { ...last, holders: holdersOf(before, last) },
          {
            ...last,
            ...checked.data,
            ...numbered(deps, before, checked),
            files: file ? [file] : [],
            recordedAt: isoInstant(now),
          },
        ];
  return { ...before, holders: item.holders, typeName: checked.typeName, editions, collected: collectedFrom(order) };
}

/** The number of a further edition, its identifier and a code that nobody else has. */
function numbered({ random }: Pick<CollectingDependencies, 'random'>, { editions }: LicenceRecord, { identifier }: CheckedItem) {
  const verificationCode = writeVerificationCode(random.bytes(VERIFICATION_CODE_BYTES));
  return { identifier, verificationCode, number: String(editions.length + 1).padStart(3, '0') };
}

function editionOf(
  deps: Pick<CollectingDependencies, 'random'>,
  { item, checked, actor, source }: RegistrationOrder,
  { file, now }: Made,
): LicenceEdition {
  return {
    ...{ number: '001', identifier: checked.identifier },
    verificationCode: writeVerificationCode(deps.random.bytes(VERIFICATION_CODE_BYTES)),
    ...{ ...checked.data, typeAdditions: [], intent: { ...NO_STAMPING, signingTime: isoInstant(now) } },
    ...{ files: file ? [file] : [], issuedBy: actor, purpose: purposeOf(source, item), recordedAt: isoInstant(now) },
  };
}

function purposeOf({ name }: CollectingSource, { sourceId }: CollectedItem): Purpose {
  return { item: '归集', caseNumber: sourceId.slice(0, 100), cause: name };
}

function collectedFrom({ source, item, key, checked, verdict, licence }: RegistrationOrder): CollectedFrom {
  return {
    ...{ source: source._id, item: key, version: item.version, sourceStatus: item.status },
    sourceStatusText: item.statusText ?? null,
    // A later version without a file leaves the file, and what was found of it.
    verdict: verdict ?? licence?.collected?.verdict ?? null,
    ...{ trust: source.origin === 'digitised' ? (item.trust ?? source.trust) : null, area: item.areaCode },
    checkRight: checked.checkRight,
  };
}

/** The act by which the status here follows the one there; none where nothing is to be done. */
function followed(
  licence: Omit<LicenceRecord, 'version'>,
  { item, source, actor }: RegistrationOrder,
  { wanted, now }: { readonly wanted: Parameters<typeof actToFollow>[1]; readonly now: Instant },
): readonly StatusEvent[] {
  const record = { ...licence, version: 0 };
  const edition = licence.editions.at(-1);
  if (!edition) return [];
  const { status } = statusOf(record, edition, { asOf: now, knownAt: now });
  const kind = actToFollow(status, wanted);
  if (kind === null) return [];
  if (kind === 'impossible')
    throw new YinzhengError('COLLECTED_STATUS_CONFLICT', {
      reason: bilingual(`${status} here, ${wanted} there`, `本登记为 ${status}，来源为 ${wanted}`),
    });
  const since = item.statusSince === undefined ? now : Math.min(now, Date.parse(item.statusSince));
  const judged = (effectiveAt: Instant): boolean => {
    try {
      judgeEvent(record, { kind, effectiveAt, now });
      return true;
    } catch (error) {
      if (isYinzhengError(error, 'INPUT_INVALID', 'STATUS_EVENT_NOT_POSSIBLE')) return false;
      throw error;
    }
  };
  // What reaches behind an act in effect, or before the licence, is known here from now on.
  const effectiveAt = [since, now].find(judged);
  if (effectiveAt === undefined)
    throw new YinzhengError('COLLECTED_STATUS_CONFLICT', {
      reason: bilingual(`${kind} is not possible here`, `本登记不能进行 ${kind}`),
    });
  return [
    {
      ...{
        kind,
        reason: item.statusText ?? `来源状态 ${item.status}`,
        documentNumber: item.statusDocument ?? `归集：${source.name}`,
      },
      ...{ effectiveAt: isoInstant(effectiveAt), recordedAt: isoInstant(now), actor },
    },
  ];
}

function eventsTold(
  deps: Pick<CollectingDependencies, 'journal'>,
  licence: LicenceRecord,
  { source, item, actor, checked, verdict }: RegistrationOrder,
  { events, now }: { readonly events: readonly StatusEvent[]; readonly now: Instant },
): readonly DomainEvent[] {
  const subject = `licences/${licence._id}`;
  const at = isoInstant(now);
  const { identifier } = checked;
  const persons = personsTold(deps.journal, licence.holders);
  const collected: DomainEvent = {
    ...{ id: `${subject}/${licence.version}`, kind: 'licence-collected', subject, effectiveAt: at, recordedAt: at, actor },
    purpose: null,
    facts: {
      ...{ identifier, source: source._id, itemVersion: item.version, type: licence.typeCode, origin: licence.origin },
      issueDate: licence.editions.at(-1)?.issueDate ?? null,
      ...{ digest: verdict?.digest ?? null, conclusion: verdict?.conclusion ?? null, verdict: verdict?.code ?? null },
      ...persons,
    },
  };
  const changed = events.map(({ kind, effectiveAt, documentNumber }): DomainEvent => ({
    ...{ id: `${subject}/${licence.version}/${STATUS_EVENTS.indexOf(kind)}`, kind: 'licence-status-changed', subject },
    ...{ effectiveAt, recordedAt: at, actor, purpose: null },
    facts: { identifier, event: kind, documentNumber, source: source._id, sourceStatus: item.status, ...persons },
  }));
  return [collected, ...changed];
}
