/**
 * Records whose personal data are sealed, over any store of records: what the table in `services/storage/protected.ts` names is encrypted
 * before a record is written and decrypted after it was read; values that records are found by are there as keyed digests.
 */
import { YinzhengError } from '../../base/errors/index.ts';
import {
  INDEXES,
  protectedMembers,
  type BlindKind,
  type ClaimRecord,
  type CollectionName,
  type Collections,
  type IndexQuery,
  type IndexValue,
  type ProtectedMembers,
  type RecordStore,
  type RecordWrite,
} from '../../services/storage/index.ts';
import type { DataKey, DataKeys } from './data-keys.ts';
import { openEnvelope, sealEnvelope } from './envelope.ts';
import { divide, unite, withoutSecrets } from './parts.ts';
import { sealClaims, withoutEnvelope } from './claims.ts';
import type { SearchDigests } from './search-digests.ts';

type Members = Readonly<Record<string, unknown>>;
type AnyRecord = Collections[CollectionName];

/** Envelopes and digests that are remembered: what is written again unchanged is not sealed again, what was just sealed not opened. */
const MOST_REMEMBERED = 2_048;
const LONGEST_REMEMBERED = 8_192;

/** Sealing and opening of single records. */
export interface RecordSealing {
  readonly seal: (collection: CollectionName, record: AnyRecord) => Promise<AnyRecord>;
  readonly open: (collection: CollectionName, record: AnyRecord) => Promise<AnyRecord>;
  /** Seals a claim whose id is personal under a key of digests; any other stays as it is. What it claims opens with it. */
  readonly sealClaim: (claim: ClaimRecord, under: DataKey) => Promise<ClaimRecord>;
  /** What a stored claim claims, with the prefix of its kind; null where that is not in it. */
  readonly openClaim: (claim: ClaimRecord) => Promise<string | null>;
  readonly digests: SearchDigests;
  /** What an index of the store has for a value: once for each key of digests in use, ascending. */
  indexed<C extends CollectionName>(collection: C, value: IndexValue<C>): Promise<readonly IndexValue<C>[]>;
}

/** Sealing under the keys of the data. */
export function createRecordSealing(options: { readonly keys: DataKeys; readonly digests: SearchDigests }): RecordSealing {
  const { keys, digests } = options;
  const envelopes = new Map<string, { readonly text: string; readonly sealed: string; readonly secret: Members }>();

  function remember(name: string, entry: { readonly text: string; readonly sealed: string; readonly secret: Members }): void {
    if (entry.text.length > LONGEST_REMEMBERED) return;
    if (envelopes.size >= MOST_REMEMBERED) envelopes.clear();
    envelopes.set(name, entry);
  }

  async function sealText(collection: CollectionName, id: string, { secret, under }: Sealed): Promise<string> {
    const key = await keys.current();
    const text = JSON.stringify(secret);
    const name = `${collection}\0${id}`;
    const known = envelopes.get(name);
    const prefix = under.number === 1 ? `${key.number}.` : `${key.number}/${under.number}.`;
    if (known?.text === text && known.sealed.startsWith(prefix)) return known.sealed;
    const envelope = sealEnvelope(key.keys, context(collection, id, key), Buffer.from(text));
    const sealed = prefix + envelope.toString('base64');
    remember(name, { text, sealed, secret });
    return sealed;
  }

  async function openText(collection: CollectionName, id: string, stored: string): Promise<Members> {
    const name = `${collection}\0${id}`;
    const known = envelopes.get(name);
    if (known?.sealed === stored) return known.secret;
    const key = await keys.numbered(numbersIn(stored).key);
    const envelope = Buffer.from(stored.slice(stored.indexOf('.') + 1), 'base64');
    const opened = openEnvelope(key.keys, context(collection, id, key), envelope);
    if (!opened) throw new YinzhengError('STORE_DAMAGED', { what: `${collection}/${id}` });
    const text = opened.toString();
    const secret = JSON.parse(text) as Members;
    remember(name, { text, sealed: stored, secret });
    return secret;
  }

  return {
    digests,
    async seal(collection, record) {
      const members = protectedMembers(collection);
      if (!members) return record;
      const { writing: under } = await digests.keys();
      const { clear, secret } = divide(record as unknown as Members, members, (kind, value) => digests.of(under, kind, value));
      if (!secret) return record;
      return { ...clear, sealed: await sealText(collection, record._id, { secret, under }) } as unknown as AnyRecord;
    },
    async open(collection, record) {
      const members = protectedMembers(collection);
      const stored = sealedIn(record);
      if (!members || stored === null) return record;
      const clear: Record<string, unknown> = { ...(record as unknown as Members) };
      delete clear['sealed'];
      return unite(clear, await openText(collection, record._id, stored), members) as unknown as AnyRecord;
    },
    async sealClaim(claim, under) {
      const _id = digests.claimId(under, claim._id);
      if (_id === claim._id) return claim;
      const sealed = await sealText('claims', _id, { secret: { id: claim._id }, under });
      return { ...claim, _id, ...{ sealed } };
    },
    async openClaim(claim) {
      const stored = sealedIn(claim);
      const id = stored === null ? null : (await openText('claims', claim._id, stored))['id'];
      return typeof id === 'string' ? id : null;
    },
    async indexed(collection, value) {
      const { index: name, equals } = value;
      const kind = equals === true ? null : kindOf(collection, name);
      if (kind === null || equals === true) return [value];
      const { live } = await digests.keys();
      return live.map((key) => ({ ...value, equals: digests.of(key, kind, equals) }));
    },
  };
}

/** What is sealed of a record, and by which key its digests are made. */
interface Sealed {
  readonly secret: Members;
  readonly under: DataKey;
}

/** The envelope that a stored record has, with the number of its key before a dot; null for one in clear. */
export function sealedIn(record: object): string | null {
  const { sealed } = record as { readonly sealed?: unknown };
  return typeof sealed === 'string' ? sealed : null;
}

/** The number of the key under which a stored record is sealed, null for one in clear that has nothing to be sealed or still is to be. */
export function keyNumberOf(record: object): number | null {
  const sealed = sealedIn(record);
  return sealed === null ? null : numbersIn(sealed).key;
}

/** The number of the key that the digests of a sealed record are made with. */
export function searchNumberOf(record: object): number {
  return numbersIn(sealedIn(record) ?? '').search;
}

/** `KEY.…`, or `KEY/SEARCH.…` from the second key of digests on. */
function numbersIn(sealed: string): { readonly key: number; readonly search: number } {
  const [key, search] = sealed.slice(0, Math.max(0, sealed.indexOf('.'))).split('/');
  return { key: Number(key) || 0, search: search === undefined ? 1 : Number(search) || 0 };
}

function context(collection: CollectionName, id: string, { number }: DataKey): string {
  return `${collection}\0${id}\0${number}`;
}

/** How the values of an index are treated: the kind of its digests, null where they are in clear. */
function kindOf(collection: CollectionName, index: string): BlindKind | null {
  const path = (INDEXES[collection] as Readonly<Record<string, string>>)[index]?.split('.') ?? [];
  let members: ProtectedMembers | null = protectedMembers(collection);
  for (const step of path) {
    const treatment: ProtectedMembers[string] | undefined = members?.[step];
    if (treatment === undefined) return null;
    if (typeof treatment === 'string') return treatment === 'sealed' ? null : (treatment.slice('blind:'.length) as BlindKind);
    [members] = treatment;
  }
  return null;
}

/** Records as use cases see them, over the store's own. */
export function sealRecords(records: RecordStore, sealing: RecordSealing): RecordStore {
  const { seal, open, digests } = sealing;
  const claims = sealClaims(records, sealing);
  const openAll = async <C extends CollectionName>(collection: C, found: readonly Collections[C][]) => {
    if (collection === 'claims') return found.map(withoutEnvelope);
    if (protectedMembers(collection) === null) return found;
    return (await Promise.all(found.map((record) => open(collection, record)))) as unknown as readonly Collections[C][];
  };

  return {
    async get<C extends CollectionName>(collection: C, id: string) {
      if (collection === 'claims') return (await claims.get(id)) as Collections[C] | null;
      const found = await records.get(collection, id);
      return found && ((await open(collection, found)) as typeof found);
    },
    async insert(collection, record) {
      if (collection === 'claims') await claims.insert(record as ClaimRecord);
      else await records.insert(collection, (await seal(collection, record)) as typeof record);
    },
    async replace(collection, record) {
      if (collection === 'claims') await claims.replace(record as ClaimRecord);
      else await records.replace(collection, (await seal(collection, record)) as typeof record);
    },
    async write(writes) {
      const { writing, live } = await digests.keys();
      const sealed = await Promise.all(
        writes.map(async (write): Promise<readonly RecordWrite[]> =>
          write.collection === 'claims'
            ? claims.writes(write, { writing, live })
            : [{ ...write, record: await seal(write.collection, write.record) } as RecordWrite],
        ),
      );
      const given = writes.flatMap((write) => (write.collection === 'claims' && write.kind === 'insert' ? [write.record] : []));
      await claims.inTheirWords(given, records.write(sealed.flat()));
    },
    remove: (collection, id) => (collection === 'claims' ? claims.remove(id) : records.remove(collection, id)),
    async find(collection, query) {
      return openAll(
        collection,
        await findUnder(records, { collection, query, under: await sealing.indexed(collection, query) }),
      );
    },
    async count(collection, value) {
      let sum = 0;
      for (const each of await sealing.indexed(collection, value)) sum += await records.count(collection, each);
      return sum;
    },
    async list(collection, page) {
      return openAll(collection, await records.list(collection, page));
    },
  };
}

/** One page of what is found under any key of digests. The key before is asked first: a record may be brought under the newer one meanwhile. */
async function findUnder<C extends CollectionName>(
  records: Pick<RecordStore, 'find'>,
  asked: { readonly collection: C; readonly query: IndexQuery<C>; readonly under: readonly IndexValue<C>[] },
): Promise<readonly Collections[C][]> {
  const { collection, query, under } = asked;
  const [only] = under;
  if (only && under.length === 1) return records.find(collection, { ...query, ...only });
  const found = new Map<string, Collections[C]>();
  for (const value of under)
    for (const record of await records.find(collection, { ...query, ...value })) found.set(record._id, record);
  const order = (a: { readonly _id: string }, b: { readonly _id: string }): number =>
    Buffer.compare(Buffer.from(a._id), Buffer.from(b._id));
  return [...found.values()].sort(order).slice(0, query.limit);
}

/** What is read of records. */
export type RecordReader = Pick<RecordStore, 'get' | 'find' | 'list'>;

/** Records for somebody without keys: what is sealed is absent from them. */
export function withoutKeys(records: RecordReader): RecordReader {
  return seenAs(records, (members, record) => (sealedIn(record) === null ? record : withoutSecrets(record, members)));
}

/** Records for somebody who is not to see what is personal: it is absent from them, even where it waits in clear to be sealed. */
export function withoutPersons(records: RecordReader): RecordReader {
  return seenAs(records, (members, record) => ({ ...withoutSecrets(record, members), sealed: undefined }));
}

function seenAs(records: RecordReader, view: (members: ProtectedMembers, record: Members) => Members): RecordReader {
  const seen = <C extends CollectionName>(collection: C, record: Collections[C]): Collections[C] => {
    const members = protectedMembers(collection);
    return members ? (view(members, record as unknown as Members) as unknown as Collections[C]) : record;
  };
  return {
    async get(collection, id) {
      const found = await records.get(collection, id);
      return found && seen(collection, found);
    },
    find: async (collection, query) => (await records.find(collection, query)).map((record) => seen(collection, record)),
    list: async (collection, page) => (await records.list(collection, page)).map((record) => seen(collection, record)),
  };
}
