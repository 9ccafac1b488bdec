/** Bringing what a store has from before under the newest key: once at the opening what is found by its name, then the rest page by page. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { LicenceRecord } from '../../domain/licence/index.ts';
import type { Clock } from '../../services/platform.ts';
import {
  BLIND_CLAIMS,
  PROTECTED_COLLECTIONS,
  type PROTECTED,
  raiseSchema,
  type AccountRecord,
  type ClaimRecord,
  type CollectionName,
  type ProtectionSurvey,
  type RecordStore,
  type SettingRecord,
} from '../../services/storage/index.ts';
import { countClaims, forgetClaims, resealClaim } from './claim-pass.ts';
import { listDataKeys, numberOf, purposeOf, type DataKeys } from './data-keys.ts';
import { PERSON_KEYS } from './pseudonyms.ts';
import { FILED_COLLECTIONS, type FileKeeping } from './rekey.ts';
import { keyNumberOf, searchNumberOf, sealedIn, type RecordSealing } from './records.ts';
import { SEARCH_KEYS, SETTLED_AFTER } from './search-digests.ts';

const PAGE = 200;
/** `_id` in `settings` of how far the pass has come. */
const PROGRESS = 'resealing';
/** A backup that is being made may still have records under a key that nothing needs any more; it is kept for so long, ms. */
export const RETIRED_FOR = 24 * 3_600_000;

/** What bringing records under the newest key works with: the store's own records, not those that use cases see. */
export interface ResealDependencies {
  readonly records: RecordStore;
  readonly sealing: RecordSealing;
  readonly keys: DataKeys;
  readonly files: FileKeeping;
  readonly clock: Clock;
}

type AnyRecord = Parameters<RecordSealing['seal']>[1];

/**
 * Seals what is found by a name: claims and accounts. Until that is done nobody can sign in and no case number is known, so it comes before
 * anything else; what was interrupted goes on. Rejects with STORE_UNAVAILABLE.
 */
export async function sealNames(deps: ResealDependencies): Promise<void> {
  const { records, sealing } = deps;
  for (const { prefix } of BLIND_CLAIMS) {
    for (let after = prefix; ;) {
      const page = await records.list('claims', { after, limit: PAGE });
      const own = page.filter(({ _id }) => _id.startsWith(prefix));
      await Promise.all(
        own.map(async (claim) => {
          const { writing } = await sealing.digests.keys();
          await records.insert('claims', await sealing.sealClaim(claim, writing)).catch((error: unknown) => {
            if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
          });
          await records.remove('claims', claim._id);
        }),
      );
      after = own.at(-1)?._id ?? '';
      if (own.length < page.length || page.length < PAGE) break;
    }
  }
  for (let after: string | undefined; ;) {
    const page: readonly AccountRecord[] = await records.list('accounts', { limit: PAGE, ...(after !== undefined && { after }) });
    for (const account of page) await resealOne(deps, 'accounts', account._id);
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) break;
  }
  await raiseSchema(records);
}

/** The numbers of the keys that records are to be under. */
interface Newest {
  readonly key: number;
  readonly search: number;
}

async function newestOf({ keys, sealing }: Pick<ResealDependencies, 'keys' | 'sealing'>): Promise<Newest> {
  return { key: (await keys.current()).number, search: (await sealing.digests.keys()).writing.number };
}

function isUnder(record: AnyRecord, { key, search }: Newest): boolean {
  return keyNumberOf(record) === key && searchNumberOf(record) === search;
}

/** What the pass goes through, in this order: claims take what they lack from the records that claimed. */
const PASSED: readonly PassedCollection[] = [...new Set([...PROTECTED_COLLECTIONS, ...FILED_COLLECTIONS]), 'claims'];

type PassedCollection = keyof typeof PROTECTED | (typeof FILED_COLLECTIONS)[number] | 'claims';

/**
 * Seals one record under the newest key and gives its files keys of their own, or the newest of their organisation, unless all of that is so;
 * false when there was nothing to do.
 */
async function resealOne(deps: ResealDependencies, collection: CollectionName, id: string): Promise<boolean> {
  const { records, sealing, files } = deps;
  for (;;) {
    const stored = await records.get(collection, id);
    if (!stored) return false;
    const isSealed = isUnder(stored, await newestOf(deps));
    const rekeyed = collection === 'licences' ? await rekeyLicence(files, stored) : await files.rewrap(collection, stored);
    if (isSealed && rekeyed === null) return false;
    const opened = await sealing.open(collection, rekeyed?.record ?? stored);
    const sealed = await sealing.seal(collection, { ...opened, version: opened.version + 1 });
    if (sealedIn(sealed) === null && rekeyed === null) return false;
    try {
      await records.replace(collection, sealed);
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
      continue;
    }
    // Only now does nothing name the file under the key that all files had.
    await rekeyed?.forget();
    return true;
  }
}

async function rekeyLicence(files: FileKeeping, stored: AnyRecord) {
  const rekeyed = await files.rekey(stored as LicenceRecord);
  return rekeyed && { record: rekeyed.licence, forget: rekeyed.forget };
}

interface Progress {
  /** When the last key was made that takes the place of another, and the number of that of records: what the pass is for. */
  readonly generation: string;
  readonly collection: string;
  readonly after: string;
  readonly since: string;
  readonly done: boolean;
}

async function readProgress(
  records: RecordStore,
): Promise<{ readonly record: SettingRecord | null; readonly progress: Progress | null }> {
  const record = await records.get('settings', PROGRESS);
  if (!record) return { record, progress: null };
  const { generation, collection, after, since, done } = record.value;
  return {
    record,
    progress: {
      ...{ generation: String(generation), collection: String(collection), after: String(after) },
      ...{ since: String(since), done: done === true },
    },
  };
}

async function writeProgress(records: RecordStore, progress: Progress): Promise<void> {
  const { record } = await readProgress(records);
  const next = { _id: PROGRESS, schema: 1, version: (record?.version ?? 0) + 1, value: { ...progress } } as const;
  try {
    await (record ? records.replace('settings', next) : records.insert('settings', next));
  } catch (error) {
    // Another server makes the same pass: how far it has come is as good.
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
}

/**
 * Goes on with the pass through all records for at most `pages` pages, then sees to the keys that nothing needs any more. Resolves to whether
 * all is under the newest key. What was interrupted goes on where it was. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED.
 */
export async function resealSome(deps: ResealDependencies, { pages }: { readonly pages: number }): Promise<boolean> {
  const { records, keys, clock } = deps;
  const current = await keys.current();
  const newer = (await listDataKeys(records)).filter((record) => numberOf(record) > 1).map(({ createdAt }) => createdAt);
  const last = newer.sort().at(-1);
  // A later version of the program may seal more than this store knows of.
  const generation = `${current.number} ${PASSED.length} ${last ?? ''}`;
  const { progress: known } = await readProgress(records);
  if (known?.generation === generation && known.done) {
    await retire(deps);
    return true;
  }
  // What this process sees as the newest key others may not have noticed yet: their writes would be missed.
  if (last !== undefined && clock.now() - Date.parse(last) < SETTLED_AFTER) return false;
  const since = isoInstant(clock.now());
  let progress: Progress =
    known?.generation === generation ? known : { generation, collection: PASSED[0] ?? '', after: '', since, done: false };
  for (let page = 0; page < pages && !progress.done; page++) {
    progress = await resealPage(deps, progress);
    await writeProgress(records, progress);
  }
  if (progress.done) await retire(deps);
  return progress.done;
}

/** Whether a record that is no licence names a file, whose key may be under an older one. */
function namesFile(record: AnyRecord): boolean {
  const { draft, secondFactor, blob, file, fault } = record as {
    readonly draft?: object | null;
    readonly secondFactor?: object;
    readonly blob?: string;
    readonly file?: object | null;
    readonly fault?: object | string | null;
  };
  return [draft, secondFactor, blob, file, fault].some((each) => each !== undefined && each !== null);
}

async function resealPage(deps: ResealDependencies, progress: Progress): Promise<Progress> {
  const { records, sealing, files } = deps;
  const at = PASSED.findIndex((name) => name === progress.collection);
  const collection = PASSED[at];
  if (collection === undefined) return { ...progress, done: true };
  const page: readonly AnyRecord[] = await records.list(collection, {
    limit: PAGE,
    ...(progress.after !== '' && { after: progress.after }),
  });
  const newest = await newestOf(deps);
  const isDue = async (record: AnyRecord): Promise<boolean> =>
    !isUnder(record, newest) || (collection === 'licences' && (await files.isDue(record as LicenceRecord))) || namesFile(record);
  for (const record of page) {
    if (collection === 'claims') await resealClaim({ records, sealing }, record as ClaimRecord, newest);
    else if (await isDue(record)) await resealOne(deps, collection, record._id);
  }
  if (page.length === PAGE) return { ...progress, after: page.at(-1)?._id ?? '' };
  const next = PASSED[at + 1];
  return next === undefined ? { ...progress, done: true } : { ...progress, collection: next, after: '' };
}

/** Says of older keys that nothing is sealed under them, and destroys those of which that was said long enough ago. */
async function retire({ records, clock }: ResealDependencies): Promise<void> {
  const all = await listDataKeys(records);
  const newest = new Map(all.map((record) => [purposeOf(record), numberOf(record)]));
  for (const record of all) {
    // The journal is never changed: whoever is named in it by an old pseudonym is looked for by it.
    if (numberOf(record) === newest.get(purposeOf(record)) || purposeOf(record) === PERSON_KEYS) continue;
    if (record.retiredAt === null)
      await records
        .replace('data-keys', { ...record, version: record.version + 1, retiredAt: isoInstant(clock.now()) })
        .catch((error: unknown) => {
          if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
        });
    else if (clock.now() - Date.parse(record.retiredAt) >= RETIRED_FOR) {
      if (purposeOf(record) === SEARCH_KEYS) await forgetClaims(records, numberOf(record));
      await records.remove('data-keys', record._id);
    }
  }
}

/** Counts what is sealed, and what is in clear or under an older key. Rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
export async function surveyRecords(deps: ResealDependencies): Promise<ProtectionSurvey> {
  const { records, sealing, keys, files } = deps;
  const newest = {
    key: (await keys.list()).map(numberOf).at(-1) ?? 0,
    search: (await sealing.digests.keys()).live.at(-1)?.number ?? 1,
  };
  let sealed = 0;
  let clear = 0;
  let older = 0;
  let filesLeft = 0;
  for (const collection of PROTECTED_COLLECTIONS) {
    for (let after: string | undefined; ;) {
      const page: readonly AnyRecord[] = await records.list(collection, { limit: PAGE, ...(after !== undefined && { after }) });
      for (const record of page) {
        if (collection === 'licences') filesLeft += await files.countDue(record as LicenceRecord);
        if (isUnder(record, newest)) sealed++;
        else if (keyNumberOf(record) !== null) older++;
        else if (newest.key === 0 || sealedIn(await sealing.seal(collection, record)) !== null) clear++;
      }
      after = page.at(-1)?._id;
      if (after === undefined || page.length < PAGE) break;
    }
  }
  const claims = await countClaims(records, newest);
  return { key: newest.key, sealed: sealed + claims.sealed, older: older + claims.older, clear, files: filesLeft };
}
