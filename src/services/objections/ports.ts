/** What the use cases of objections are given. */
import type { BlobStore } from '../storage/index.ts';
import type { UseDependencies } from '../uses/index.ts';

/** Everything that objections take. */
export interface ObjectionDependencies extends UseDependencies {
  readonly blobs: BlobStore;
  /** Working days in which a body answers. */
  readonly workingDays: number;
}

/** What those objections take that no holder is signed in for. */
export type ObjectionKeeping = Pick<
  ObjectionDependencies,
  'records' | 'blobs' | 'journal' | 'crypto' | 'clock' | 'random' | 'workingDays'
>;
