/** What the services need of a store. Adapters: `adapters/embedded` (lmdb), `adapters/mongo`. One contract suite runs over both. */
import type { JournalEntry, JournalHead } from '../../domain/journal/index.ts';
import type { CollectionName, Collections, DataKeyRecord, IndexName } from './records.ts';

/** One value of one index. */
export interface IndexValue<C extends CollectionName> {
  readonly index: IndexName<C>;
  readonly equals: string | true;
}

/** A question for records by one index. */
export interface IndexQuery<C extends CollectionName> extends IndexValue<C> {
  /** Only records whose `_id` is greater. */
  readonly after?: string;
  /** At most this many, 1 to 1,000. */
  readonly limit: number;
}

/** A write of one record, as {@link RecordStore} does it alone. */
export type RecordWrite = {
  [C in CollectionName]: { readonly kind: 'insert' | 'replace'; readonly collection: C; readonly record: Collections[C] };
}[CollectionName];

/**
 * Records, one document each. Every write is atomic for its document and durable when its promise resolves: after a crash of the
 * process or the machine it is there. Reads see every write that resolved before they began.
 * All methods reject with STORE_UNAVAILABLE when the database cannot be reached; then nothing was acknowledged.
 */
export interface RecordStore {
  /** The record, null when there is none. Rejects with STORE_DAMAGED when what is stored is none. */
  get<C extends CollectionName>(collection: C, id: string): Promise<Collections[C] | null>;
  /** Adds a record. Rejects with ALREADY_EXISTS when its `_id` is taken, INPUT_INVALID, INPUT_TOO_LARGE above MAX_RECORD_BYTES. */
  insert<C extends CollectionName>(collection: C, record: Collections[C]): Promise<void>;
  /** Replaces the record of the same `_id` whose version is one less. Rejects with VERSION_CONFLICT when it is not. */
  replace<C extends CollectionName>(collection: C, record: Collections[C]): Promise<void>;
  /**
   * Inserts and replaces in this order, none before those ahead of it is durable. Stops at the first that is refused and rejects with
   * that; what was written before stays. All at once where the database can, so that who needs all of it waits once.
   */
  write(writes: readonly RecordWrite[]): Promise<void>;
  /** Removes a record; no error when it is not there. */
  remove(collection: CollectionName, id: string): Promise<void>;
  /** Records by index, ascending by `_id`. */
  find<C extends CollectionName>(collection: C, query: IndexQuery<C>): Promise<readonly Collections[C][]>;
  /** How many records an index has under a value. */
  count<C extends CollectionName>(collection: C, value: IndexValue<C>): Promise<number>;
  /** All records ascending by `_id`, a page at a time. */
  list<C extends CollectionName>(
    collection: C,
    page: { readonly after?: string; readonly limit: number },
  ): Promise<readonly Collections[C][]>;
}

/** The hash-chained journal. */
export interface JournalStore {
  head(): Promise<JournalHead>;
  /**
   * Appends entries that continue the head, all or none; durable when resolved. Rejects with VERSION_CONFLICT when another writer
   * was first, or when an entry's event id is in the journal already; INPUT_TOO_LARGE above MAX_APPEND_BYTES; INPUT_INVALID for an
   * event id that no record could have.
   */
  append(entries: readonly JournalEntry[]): Promise<void>;
  /** Entries from a sequence number on, ascending. */
  read(from: number, limit: number): Promise<readonly JournalEntry[]>;
  /** Those of the event ids that the journal has. */
  known(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Where a file is kept: its address, and its own key, wrapped; no key where it has none of its own. */
export interface KeptFile {
  readonly blob: string;
  readonly key?: string;
}

/** How a file is kept. */
export interface KeepOptions {
  /** Organisation whose key wraps that of the file; {@link NO_OWNER} where it is nobody's. */
  readonly owner: string;
  /** Its digest, where it is known already. */
  readonly sm3?: Uint8Array;
  /** Where it was reserved to be. */
  readonly reserved?: KeptFile;
}

/** Owner of files that belong to no organisation, such as those of administrators' authenticators. */
export const NO_OWNER = 'installation';

/** Encrypted files addressed by a keyed digest. */
export interface BlobStore {
  /** Stores bytes, durable when resolved; the same bytes give the same key. `sm3` is their digest, where it is known already. */
  put(bytes: Uint8Array, sm3?: Uint8Array): Promise<string>;
  /** The key under which `put` stores bytes of this SM3; nothing is stored. */
  keyOf(sm3: Uint8Array): string;
  /**
   * Stores bytes under a key of their own, wrapped by the key of the organisation that owns them; durable when resolved. Whoever forgets the
   * wrapped key has erased the file, wherever copies of it are. A store without keys of organisations stores them as `put` does.
   */
  keep(bytes: Uint8Array, options: KeepOptions): Promise<KeptFile>;
  /** Where a file will be kept, and its key, so that a record can name it before it is there; nothing is stored. */
  reserve(options: { readonly owner: string }): Promise<KeptFile>;
  /** Rejects with BLOB_NOT_FOUND, or BLOB_DAMAGED when the stored bytes or the wrapped key were altered. */
  get(key: string, wrapped?: string): Promise<Uint8Array>;
  /** Removes a file; no error when it is not there. Only for what nothing else can have the key of. */
  remove(key: string): Promise<void>;
  /** All keys, for checks and backups. */
  keys(): AsyncIterable<string>;
}

/** A store opened: its parts and how it is closed. */
export interface Store {
  readonly records: RecordStore;
  readonly journal: JournalStore;
  readonly blobs: BlobStore;
  /** Whether the database answers now. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/** Identity of a store; a restored copy keeps it. */
export interface StoreIdentity {
  /** Random UUID. */
  readonly id: string;
  /** Version of the shape of its records. */
  readonly schema: number;
  readonly createdAt: string;
}

/** A view of a store to copy it from. */
export interface StoreSnapshot {
  readonly records: Pick<RecordStore, 'get' | 'list'>;
  readonly journal: Pick<JournalStore, 'head' | 'read'>;
  /** Whether all reads show one moment; false where the database cannot do that, and the view moves on with the writes. */
  readonly frozen: boolean;
  release(): Promise<void>;
}

/** Files as they are kept, encrypted, for copies of the whole store. */
export interface SealedFiles {
  /** The envelope under a key, not checked. Rejects with BLOB_NOT_FOUND. */
  read(key: string): Promise<Uint8Array>;
  /** Puts an envelope under its key, durable when resolved. */
  write(key: string, envelope: Uint8Array): Promise<void>;
}

/** A store as an adapter opens it: what use cases need, and what maintenance needs besides. */
export interface OpenStore extends Store {
  readonly identity: StoreIdentity;
  readonly sealed: SealedFiles;
  snapshot(): Promise<StoreSnapshot>;
}

/** How many records are sealed, and how many still are to be. */
export interface ProtectionSurvey {
  /** Number of the newest key, 0 where there is none yet. */
  readonly key: number;
  /** Under the newest key. */
  readonly sealed: number;
  /** Under a key before it. */
  readonly older: number;
  /** In clear, from before data were sealed. */
  readonly clear: number;
  /** Files of licences without a key of their own, or with one that is not under the newest of their organisation. */
  readonly files: number;
}

/**
 * What a key of the data is for: sealing records, the digests by which sealed values are found, pseudonyms of persons in the journal, or the files
 * of an organisation.
 */
export type DataKeyUse = 'records' | 'search' | 'persons' | { readonly organisation: string };

/** What seals the personal data of a store. Everything rejects with STORE_UNAVAILABLE, STORE_DAMAGED. */
export interface StoreProtection {
  survey(): Promise<ProtectionSurvey>;
  /** Brings records under the newest key, at most so many pages; resolves to whether all are. What was interrupted goes on. */
  reseal(limit: { readonly pages: number }): Promise<boolean>;
  /** Makes a key that takes the place of the newest of its use; resolves to its number. */
  rotate(of: DataKeyUse): Promise<number>;
  /** Brings every key under custody's newest secret; what was interrupted begins again. */
  followCustody(): Promise<void>;
  /** A network address as it may be kept: a keyed digest of it, of an IPv6 address of its network. */
  readonly addressPseudonym: (address: string) => string;
  /** The keys that are there, by what they are for and number. */
  keys(): Promise<readonly DataKeyRecord[]>;
}
