import type { Zlib } from '../../base/zlib.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { SealPicture } from '../../ses/index.ts';
import type { Facts } from './facts.ts';

/** One thing inspected: what is told of it, and the picture of each signature or seal in it, null for one without. */
export interface Inspected {
  readonly facts: Facts;
  readonly pictures: readonly (SealPicture | null)[];
}

/** What inspecting takes. */
export interface InspectionTools {
  readonly crypto: CryptoProvider;
  readonly zlib: Zlib;
}
