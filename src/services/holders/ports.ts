/** What the use cases of holders are given. */
import type { CryptoProvider } from '../../crypto/index.ts';
import type { HolderRecord, Representation } from '../../domain/holder/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Attempts, PasswordHasher } from '../access/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { BlobStore, RecordStore } from '../storage/index.ts';

/** Everything that holders' own affairs take. */
export interface HolderDependencies {
  readonly records: RecordStore;
  readonly blobs: Pick<BlobStore, 'get' | 'keyOf'>;
  readonly journal: JournalDesk;
  readonly crypto: CryptoProvider;
  readonly hasher: PasswordHasher;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly random: Random;
}

/** A holder who is signed in. */
export interface KnownHolder {
  readonly actor: Actor;
  readonly record: HolderRecord;
  /** The enterprise that he acts for in this session, as the identity provider says. */
  readonly enterprise: HolderRecord | null;
  /** When he signed in, ms. */
  readonly signedInAt: Instant;
}

/** Whose licences are meant, and who acts: the holder himself, or one for whom he acts. */
export interface Subject {
  readonly holder: HolderRecord;
  readonly actor: Actor;
  /** By which he acts for another; null for himself and for the enterprise of his session. */
  readonly representation: Representation | null;
}
