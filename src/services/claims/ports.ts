/** What checking without a network takes at the server. */
import type { StatusEntry } from '../../claim/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';
import type { PreparedTrust } from '../../pki/index.ts';
import type { Lease } from '../journal/index.ts';
import type { KeyCustody, Signer } from '../pki/index.ts';
import type { Clock, Random } from '../platform.ts';
import type { Store } from '../storage/index.ts';

/** Gives licences their place in the status lists, and their claim. */
export interface ClaimDesk {
  /**
   * An entry of the list in use that nothing had before; null where custody has no key for claims. Rejects with STORE_UNAVAILABLE, and as custody does.
   */
  draw(): Promise<StatusEntry | null>;
  /**
   * The address for the QR code of an edition with an entry: the public page, with the signed claim behind `#`. Null where custody has no key
   * for claims. Rejects as the signer does.
   */
  address(licence: LicenceRecord, edition: LicenceEdition): Promise<string | null>;
}

/** What a desk works with. */
export interface ClaimDeskDependencies {
  readonly store: Pick<Store, 'records'>;
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly signer: Signer;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
  readonly random: Random;
  /** Base of the addresses in QR codes, without a slash at the end. */
  readonly publicUrl: string;
}

/** What publishing takes. */
export interface PublishingDependencies {
  readonly store: Pick<Store, 'records' | 'journal'>;
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly signer: Signer;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
  /** Of several servers one publishes. */
  readonly lease: Lease;
  /** What is known of revoked certificates. */
  readonly trust: () => PreparedTrust;
}
