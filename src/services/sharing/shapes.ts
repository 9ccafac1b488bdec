/** What the parts of sharing hand each other. */
import type { LicenceFile } from '../../domain/licence/index.ts';
import type { LicenceChangeRecord, RecordStore } from '../storage/index.ts';

/** A part of the feed of changes. */
export interface FeedPage {
  readonly items: readonly LicenceChangeRecord[];
  /** Number up to which the feed was looked at: where the next page begins. */
  readonly through: number;
  /** Whether there is more at once. */
  readonly more: boolean;
}

/** A source of licences. */
export interface SharedSource {
  readonly records: Pick<RecordStore, 'find' | 'get'>;
  /** Whether it has samples alone. */
  readonly sample: boolean;
  /** Bytes of a file. Rejects with BLOB_NOT_FOUND, BLOB_DAMAGED. */
  readonly file: (file: LicenceFile) => Promise<Uint8Array>;
  /** Changes after a number, of the licence types that `shows` says. Rejects with INPUT_INVALID for a number that the feed never reached. */
  readonly changes: (page: {
    readonly after: number;
    readonly limit: number;
    readonly shows: (typeCode: string) => boolean;
  }) => Promise<FeedPage>;
}

/** A licence type as a system sees it. */
export interface SharedTypeFacts {
  readonly code: string;
  readonly name: string;
  /** Number of its version. */
  readonly version: number;
  /** Fields that are shared, in their order. */
  readonly fields: readonly { readonly name: string; readonly type: string; readonly required: boolean }[];
  readonly files: boolean;
}
