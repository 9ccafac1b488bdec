/** What keeping an installation in order needs besides the store: a mark outside of it, and folders to copy from and to. */
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { OpenStore } from '../storage/index.ts';

/** The furthest state of a store that was seen, kept apart from it: an older copy put in its place is noticed. */
export interface HighWaterMark {
  /** Identity of the store. */
  readonly store: string;
  /** Sequence and hash of the journal's head then. */
  readonly sequence: number;
  readonly hash: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Where the high-water mark is kept: beside the keys, never beside the data. */
export interface MarkKeeper {
  /** Where that is, for people. */
  readonly place: string;
  /** Null when none was kept yet. Rejects with INPUT_UNREADABLE, STORE_DAMAGED when it is no mark. */
  read(): Promise<HighWaterMark | null>;
  /** Durable when resolved. Rejects with FILE_UNWRITABLE. */
  write(mark: HighWaterMark): Promise<void>;
}

/** An installation opened for maintenance, whether or not a server runs on it. */
export interface MaintenanceDependencies {
  readonly store: OpenStore;
  readonly journal: JournalDesk;
  readonly mark: MarkKeeper;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: CryptoProvider;
}

/** A part of a backup: its path, bytes and SM3, hexadecimal. */
export interface PartDigest {
  readonly path: string;
  readonly size: number;
  readonly sm3: string;
}

/** A backup being written. What a promise resolved for is durable. Rejects with FILE_UNWRITABLE. */
export interface BackupWriter {
  file(path: string, bytes: Uint8Array): Promise<PartDigest>;
  /** Writes texts without line ends as lines, as they come. */
  lines(path: string, texts: AsyncIterable<string>): Promise<PartDigest>;
}

/** A backup being read. Rejects with BACKUP_DAMAGED naming a part that is missing or cannot be read. */
export interface BackupReader {
  file(path: string): Promise<Uint8Array>;
  lines(path: string): AsyncIterable<string>;
  digest(path: string): Promise<PartDigest>;
}

/** A folder of small files: keys, trust. Paths are relative, with `/`. */
export interface SmallFiles {
  list(): Promise<readonly { readonly path: string; readonly bytes: Uint8Array }[]>;
}

/** What a backup is made of. */
export interface BackupDependencies {
  readonly store: OpenStore;
  readonly keys: SmallFiles;
  readonly trust: SmallFiles;
  /** Authentication code under the file key of the installation, 32 bytes. */
  readonly authenticate: (bytes: Uint8Array) => Uint8Array;
  readonly clock: Clock;
}
