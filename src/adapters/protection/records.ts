/**
 * Records whose personal data are sealed, over any store of records: what the table in `services/storage/protected.ts` names is encrypted
 * before a record is written and decrypted after it was read; values that records are found by are there as keyed digests.
 */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import {
  BLIND_CLAIMS,
  INDEXES,
  protectedMembers,
  type BlindKind,
  type CollectionName,
  type Collections,
  type IndexValue,
  type ProtectedMembers,
  type RecordStore,
  type RecordWrite,
} from '../../services/storage/index.ts';
import type { DataKey, DataKeys } from './data-keys.ts';
import { keyedDigest, openEnvelope, sealEnvelope } from './envelope.ts';
import { divide, unite, withoutSecrets } from './parts.ts';

type Members = Readonly<Record<string, unknown>>;
type AnyRecord = Collections[CollectionName];

/** Envelopes and digests that are remembered: what is written again unchanged is not sealed again, what was just sealed not opened. */
const MOST_REMEMBERED = 2_048;
const LONGEST_REMEMBERED = 8_192;

/** Sealing and opening of single records. */
export interface RecordSealing {
  readonly seal: (collection: CollectionName, record: AnyRecord) => Promise<AnyRecord>;
  readonly open: (collection: CollectionName, record: AnyRecord) => Promise<AnyRecord>;
  /** The id that the store has for an id. */
  readonly idOf: (collection: CollectionName, id: string) => string;
  /** What an index of the store has for a value. */
  indexed<C extends CollectionName>(collection: C, value: IndexValue<C>): IndexValue<C>;
}

/** Sealing under the keys of the data; `index` is the key of the digests, 32 bytes. */
export function createRecordSealing(options: { readonly keys: DataKeys; readonly index: Uint8Array }): RecordSealing {
  const { keys, index } = options;
  const envelopes = new Map<string, { readonly text: string; readonly sealed: string; readonly secret: Members }>();
  const digests = new Map<string, string>();

  function blind(kind: BlindKind, value: string): string {
    const text = value.normalize('NFKC').toUpperCase();
    const name = `${kind}\0${text}`;
    const known = digests.get(name);
    if (known !== undefined) return known;
    if (digests.size >= MOST_REMEMBERED) digests.clear();
    const digest = keyedDigest(index, kind, text);
    digests.set(name, digest);
    return digest;
  }

  function remember(name: string, entry: { readonly text: string; readonly sealed: string; readonly secret: Members }): void {
    if (entry.text.length > LONGEST_REMEMBERED) return;
    if (envelopes.size >= MOST_REMEMBERED) envelopes.clear();
    envelopes.set(name, entry);
  }

  function idOf(collection: CollectionName, id: string): string {
    if (collection !== 'claims') return id;
    const claim = BLIND_CLAIMS.find(({ prefix }) => id.startsWith(prefix));
    return claim ? `${claim.kind}~${blind(claim.kind, id.slice(claim.prefix.length))}` : id;
  }

  return {
    idOf,
    async seal(collection, record) {
      const members = protectedMembers(collection);
      if (!members) return collection === 'claims' ? { ...record, _id: idOf(collection, record._id) } : record;
      const { clear, secret } = divide(record as unknown as Members, members, blind);
      if (!secret) return record;
      const key = await keys.current();
      const text = JSON.stringify(secret);
      const name = `${collection}\0${record._id}`;
      const known = envelopes.get(name);
      const prefix = `${key.number}.`;
      if (known?.text === text && known.sealed.startsWith(prefix))
        return { ...clear, sealed: known.sealed } as unknown as AnyRecord;
      const envelope = sealEnvelope(key.keys, context(collection, record._id, key), Buffer.from(text));
      const sealed = prefix + envelope.toString('base64');
      remember(name, { text, sealed, secret });
      return { ...clear, sealed } as unknown as AnyRecord;
    },
    async open(collection, record) {
      const members = protectedMembers(collection);
      const stored = sealedIn(record);
      if (!members || stored === null) return record;
      const clear: Record<string, unknown> = { ...(record as unknown as Members) };
      delete clear['sealed'];
      const name = `${collection}\0${record._id}`;
      const known = envelopes.get(name);
      if (known?.sealed === stored) return unite(clear, known.secret, members) as unknown as AnyRecord;
      const dot = stored.indexOf('.');
      const key = await keys.numbered(Number(stored.slice(0, dot)) || 0);
      const opened = openEnvelope(key.keys, context(collection, record._id, key), Buffer.from(stored.slice(dot + 1), 'base64'));
      if (!opened) throw new YinzhengError('STORE_DAMAGED', { what: `${collection}/${record._id}` });
      const text = opened.toString();
      const secret = JSON.parse(text) as Members;
      remember(name, { text, sealed: stored, secret });
      return unite(clear, secret, members) as unknown as AnyRecord;
    },
    indexed(collection, value) {
      const { index: name, equals } = value;
      const kind = equals === true ? null : kindOf(collection, name);
      return kind === null || equals === true ? value : { ...value, equals: blind(kind, equals) };
    },
  };
}

/** The envelope that a stored record has, with the number of its key before a dot; null for one in clear. */
export function sealedIn(record: object): string | null {
  const { sealed } = record as { readonly sealed?: unknown };
  return typeof sealed === 'string' ? sealed : null;
}

/** The number of the key under which a stored record is sealed, null for one in clear that has nothing to be sealed or still is to be. */
export function keyNumberOf(record: object): number | null {
  const sealed = sealedIn(record);
  return sealed === null ? null : Number(sealed.slice(0, sealed.indexOf('.'))) || 0;
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
  const { seal, open, idOf } = sealing;
  const openAll = async <C extends CollectionName>(collection: C, found: readonly Collections[C][]) =>
    protectedMembers(collection) === null
      ? found
      : ((await Promise.all(found.map((record) => open(collection, record)))) as unknown as readonly Collections[C][]);

  /** A refusal names the id that was given, not the one that the store has. */
  async function inTheirWords<T>(
    given: readonly { readonly collection: CollectionName; readonly id: string }[],
    work: Promise<T>,
  ) {
    try {
      return await work;
    } catch (error) {
      const taken = isYinzhengError(error, 'ALREADY_EXISTS') ? error.details['key'] : undefined;
      const theirs = taken === undefined ? undefined : given.find(({ collection, id }) => idOf(collection, id) === taken);
      if (!theirs || theirs.id === taken) throw error;
      throw new YinzhengError('ALREADY_EXISTS', { key: theirs.id }, { cause: error });
    }
  }

  return {
    async get(collection, id) {
      const found = await records.get(collection, idOf(collection, id));
      if (!found) return null;
      if (collection === 'claims') return { ...found, _id: id };
      return (await open(collection, found)) as typeof found;
    },
    async insert(collection, record) {
      const sealed = (await seal(collection, record)) as typeof record;
      await inTheirWords([{ collection, id: record._id }], records.insert(collection, sealed));
    },
    async replace(collection, record) {
      await records.replace(collection, (await seal(collection, record)) as typeof record);
    },
    async write(writes) {
      const sealed = await Promise.all(
        writes.map(async (write) => ({ ...write, record: await seal(write.collection, write.record) }) as RecordWrite),
      );
      const given = writes.map(({ collection, record }) => ({ collection, id: record._id }));
      await inTheirWords(given, records.write(sealed));
    },
    remove: (collection, id) => records.remove(collection, idOf(collection, id)),
    async find(collection, query) {
      return openAll(collection, await records.find(collection, { ...query, ...sealing.indexed(collection, query) }));
    },
    count: (collection, value) => records.count(collection, sealing.indexed(collection, value)),
    async list(collection, page) {
      return openAll(collection, await records.list(collection, page));
    },
  };
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
