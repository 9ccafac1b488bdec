/** Erasing one record: what is said of persons, and the keys of its files. */
import { fromHex } from '../../base/bytes.ts';
import { isoInstant, localDateAt } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { erasedCopy } from '../../domain/copy/index.ts';
import type { LicenceRecord } from '../../domain/licence/index.ts';
import {
  destroyedLicence,
  NO_PURPOSE,
  type DestructionItem,
  type LeftReason,
  type RetentionRule,
} from '../../domain/retention/index.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { forgetNoticesOf } from '../inbox/deliver.ts';
import { forgetUsesOf } from '../uses/follow.ts';
import { MAX_PAGE, type SigningRecord, type StampingRecord } from '../storage/index.ts';
import { dueLicence, dueUse } from './make-list.ts';
import type { RetentionDependencies } from './ports.ts';
import { changeRecord } from './write.ts';

/** What something is erased for. */
export interface ErasureOrder {
  readonly item: Pick<DestructionItem, 'collection' | 'id'>;
  readonly list: string;
  readonly actor: Actor;
  /** Rules that it has to be due by; null for what was erased before and came back with a backup. */
  readonly rules: ReadonlyMap<string, RetentionRule> | null;
}

/**
 * Erases a record, unless it is held or not due any more; what was begun is brought to its end. Resolves to why it was left, null when it is
 * erased. Rejects with STORE_UNAVAILABLE, FILE_UNWRITABLE.
 */
export async function eraseRecord(deps: RetentionDependencies, order: ErasureOrder): Promise<LeftReason | null> {
  const { collection } = order.item;
  return collection === 'licences' ? eraseLicence(deps, order) : eraseUse(deps, { ...order, collection });
}

async function eraseLicence(deps: RetentionDependencies, order: ErasureOrder): Promise<LeftReason | null> {
  const { records } = deps.store;
  const { item, list, actor, rules } = order;
  const at = isoInstant(deps.clock.now());
  const known = await records.get('licences', item.id);
  if (!known) return 'gone';
  if (!known.destroyed) {
    const left = rules && whyLeft(known, rules, at);
    if (left) return left;
    // Before anything is changed: a copy of the store from before must not bring it back.
    if (rules) await deps.erasures.append([{ store: deps.storeId, collection: 'licences', id: item.id, list, at }]);
  }
  const found: { left: LeftReason | null } = { left: null };
  await changeRecord(deps, { collection: 'licences', id: item.id }, (licence) => {
    found.left = licence.destroyed ? null : rules && whyLeft(licence, rules, at);
    if (licence.destroyed || found.left) return null;
    const files = licence.editions.flatMap((edition) => edition.files.map(({ digest }) => digest));
    const identifier = licence.editions.at(-1)?.identifier ?? '';
    const persons = personsTold(deps.journal, licence.holders);
    const facts = { identifier, type: licence.typeCode, list, files, again: rules === null, ...persons };
    return { next: destroyedLicence(licence, { at, list }), told: { kind: 'licence-destroyed', actor, facts } };
  });
  if (found.left) return found.left;
  await forgetUsesOf(records, item.id);
  await forgetNoticesOf(records, item.id);
  for (const use of ['stampings', 'signings'] as const) await eraseUsesOf(deps, use, item.id);
  await eraseCopiesOf(deps, item.id);
  await eraseItemOf(deps, known.collected?.item ?? null);
  await removeFiles(deps, item.id);
  return null;
}

function whyLeft(licence: LicenceRecord, rules: ReadonlyMap<string, RetentionRule>, at: string): LeftReason | null {
  if (licence.hold) return 'held';
  return dueLicence(licence, rules, localDateAt(Date.parse(at))) ? null : 'not-due';
}

/** Removes the envelopes of a destroyed licence; without keys they are noise already. */
async function removeFiles(deps: RetentionDependencies, id: string): Promise<void> {
  const { records, blobs } = deps.store;
  const licence = await records.get('licences', id);
  const { destroyed } = licence ?? {};
  if (!licence || !destroyed || destroyed.blobs.length === 0) return;
  for (const blob of destroyed.blobs) if (blob !== '') await blobs.remove(blob);
  // A pass that gave a file of before its own key may have been killed before it removed the file under the common one.
  for (const { files } of licence.editions) for (const { digest } of files) await blobs.remove(blobs.keyOf(fromHex(digest)));
  await changeRecord(deps, { collection: 'licences', id }, (record) =>
    record.destroyed ? { next: { ...record, destroyed: { ...record.destroyed, blobs: [] } }, told: null } : null,
  );
}

/** Records of the uses of seals and keys on a licence are kept as long as the licence. */
async function eraseUsesOf(deps: RetentionDependencies, collection: 'stampings' | 'signings', licence: string): Promise<void> {
  const query = { index: 'subject', equals: `licences/${licence}`, limit: MAX_PAGE } as const;
  for (const { _id } of await deps.store.records.find(collection, query))
    await changeRecord(deps, { collection, id: _id }, (record) =>
      record.destroyedBy === undefined ? { next: emptied(record, 'licence'), told: null } : null,
    );
}

/** Copies are kept no longer than the licence that they show: what they are for, and their files, go with it; number and digest stay. */
async function eraseCopiesOf(deps: RetentionDependencies, licence: string): Promise<void> {
  const { records, blobs } = deps.store;
  for (let after = ''; ;) {
    const query = { index: 'licence', equals: licence, limit: MAX_PAGE } as const;
    const page = await records.find('licence-copies', after === '' ? query : { ...query, after });
    for (const { _id, file } of page) {
      if (file.blob !== '') await blobs.remove(file.blob);
      await changeRecord(deps, { collection: 'licence-copies', id: _id }, (record) =>
        record.file.blob === '' ? null : { next: erasedCopy(record), told: null },
      );
    }
    after = page.at(-1)?._id ?? '';
    if (page.length < MAX_PAGE) return;
  }
}

/** What a source called a licence may name a person: it goes with the licence, and so does what was refused of it. */
async function eraseItemOf({ store: { records, blobs } }: RetentionDependencies, id: string | null): Promise<void> {
  const item = id === null ? null : await records.get('collected-items', id);
  if (!item || (item.sourceId === '' && item.fault === null)) return;
  for (const kept of [item.fault?.payload, item.fault?.file]) if (kept) await blobs.remove(kept.blob);
  const { _id, schema, version, source, taken } = item;
  await records.replace('collected-items', { _id, schema, version: version + 1, source, sourceId: '', taken, fault: null });
}

async function eraseUse(
  deps: RetentionDependencies,
  { collection, item, list, actor, rules }: ErasureOrder & { readonly collection: 'stampings' | 'signings' },
): Promise<LeftReason | null> {
  const today = localDateAt(deps.clock.now());
  const known = await deps.store.records.get(collection, item.id);
  if (!known) return 'gone';
  if (known.destroyedBy !== undefined) return null;
  if (rules && !dueUse(collection, known, { rules, today })) return 'not-due';
  const at = isoInstant(deps.clock.now());
  if (rules) await deps.erasures.append([{ store: deps.storeId, collection, id: item.id, list, at }]);
  await changeRecord(deps, { collection, id: item.id }, (record) =>
    record.destroyedBy === undefined
      ? { next: emptied(record, list), told: { kind: 'use-record-destroyed', actor, facts: { list, again: rules === null } } }
      : null,
  );
  return null;
}

/** Without purpose and person; which seal or key, when, over which digest stays, by which the log of key uses is compared. */
function emptied<R extends StampingRecord | SigningRecord>(record: R, by: string): R {
  const kept = Object.entries(record).filter(([name]) => name !== 'applicant' && name !== 'caseNumber');
  return {
    ...(Object.fromEntries(kept) as unknown as R),
    purpose: NO_PURPOSE,
    actor: { ...record.actor, person: null, onBehalfOf: null, session: null },
    destroyedBy: by,
  };
}
