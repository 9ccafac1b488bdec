export type { BlobStore, IndexQuery, JournalStore, RecordStore, Store } from './ports.ts';
export {
  INDEXES,
  OUTBOX_COLLECTIONS,
  type AccountRecord,
  type ApiKeyRecord,
  type ClaimRecord,
  type CollectionName,
  type Collections,
  type IndexName,
  type SessionRecord,
  type SettingRecord,
  type StampingRecord,
} from './records.ts';
