/** What is kept for minutes or hours and then forgotten. */

import type { Purpose } from '../../domain/access/index.ts';

/** What it is. */
export type TransientContent =
  /** Mark that a value was used and must not be used again. */
  | { readonly kind: 'used' }
  /** How much of something was given out in a period. */
  | { readonly kind: 'count'; readonly taken: number }
  /** Tries that failed; times in ms. */
  | { readonly kind: 'attempts'; readonly failures: number; readonly until: number; readonly last: number }
  /** What the short digits of a code show that a holder shows: id of the presentation. */
  | { readonly kind: 'presented'; readonly presentation: string }
  /** An address under which a system may fetch a file; the purpose is masked. */
  | { readonly kind: 'shared-file'; readonly client: string; readonly identifier: string; readonly purpose: Purpose }
  /** An access token of a system. */
  | {
      readonly kind: 'access-token';
      readonly client: string;
      readonly scopes: readonly string[];
      /** Key of the client that it was had by: when that ends, so does the token. */
      readonly keyId: string;
      /** Thumbprint of the certificate that it is bound to (RFC 8705 section 3); null: none. */
      readonly thumbprint: string | null;
    };

/** A record that ends by itself. `_id` begins with what it is. */
export interface TransientRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** The ten minutes in which it ends, as sweeps find them. */
  readonly slot: string;
  /** ISO 8601: from then on it counts no more. */
  readonly expiresAt: string;
  readonly content: TransientContent;
}
