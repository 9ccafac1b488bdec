/** What is behind a signer process: a keystore and what lies beside it under the same passphrase. */
import type { GrantCustody } from '../../../services/grants/index.ts';
import type { AuditHead, FollowingCustody, KeyCustody, KeyImporter, Signer } from '../../../services/pki/index.ts';

/** Custody that also signs. */
export interface SigningCustody extends KeyCustody, Signer, FollowingCustody, Partial<KeyImporter> {}

/** A room of keys, opened as far as there is something. */
export interface KeyRoom {
  /** Opens what is there. Rejects as opening a keystore and reading a file key do. */
  open(): Promise<OpenedRoom>;
  /**
   * Makes what is not there; to be asked after `open`. Rejects with FILE_UNWRITABLE, KEYSTORE_EXISTS.
   * @param fileKey the secret that is kept, 32 bytes, where `open` found none; null where none is wanted
   */
  make(fileKey: Uint8Array | null): Promise<SigningCustody>;
  /** The ledger of grants. Every call rejects with GRANT_LEDGER_MISSING where none is kept. */
  readonly grants: GrantCustody;
  /** How far the log of key uses goes that this room writes; null before a key is used, and where none is written. */
  head(): Promise<AuditHead | null>;
  /** Finishes what was begun, and closes. */
  close(): Promise<void>;
}

/** What was there. `fileKey` is the secret of the key of stored files: no signing key, and who serves files must have it. */
export interface OpenedRoom {
  readonly custody: SigningCustody | null;
  readonly fileKey: Uint8Array | null;
}
