import type { Instant } from '../base/time.ts';
import type { Zlib } from '../base/zlib.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import type { Actor } from '../domain/access/index.ts';
import type { LicenceDependencies } from '../services/licences/index.ts';
import type { KeyDesk, Signer } from '../services/pki/index.ts';
import type { MaintenanceDependencies } from '../services/maintenance/index.ts';
import type { Register, VerificationDependencies } from '../services/verification/index.ts';

/** What the verifier is told on the command line; file names. */
export interface VerifierOptions {
  readonly anchors: readonly string[];
  readonly intermediates: readonly string[];
  readonly revocationLists: readonly string[];
  readonly sealMakers: readonly string[];
  /** Certificates that documents leave out. */
  readonly certificates: readonly string[];
  readonly requireRevocation: boolean;
  /** Whether the register of the data folder is asked, where there is one. */
  readonly register: boolean;
}

/** Keys, the journal that tells of them, and signing with them. */
export interface Custody extends KeyDesk {
  readonly custody: KeyDesk['custody'] & Signer;
}

/** Something opened that must be closed. */
export interface Opened<T> {
  readonly value: T;
  close(): Promise<void>;
}

/** What commands are given by the process; the heavy parts are opened only by the commands that need them. */
export interface CliContext {
  readonly language: 'zh' | 'en';
  /** Version of the program. */
  version(): string;
  /** Prints a text and a line end. */
  out(text: string): void;
  err(text: string): void;
  /** The bytes of a file, or of standard input for `-`. Rejects with INPUT_UNREADABLE, INPUT_TOO_LARGE. */
  readFile(path: string): Promise<Uint8Array>;
  /**
   * Sees that a file can be written, before something is done that cannot be undone. Rejects with OUTPUT_EXISTS when it is there and
   * `force` is not given, FILE_UNWRITABLE.
   */
  checkOutput(path: string, options: { readonly force: boolean }): Promise<void>;
  /** Writes a file as a whole or not at all. Rejects as `checkOutput`. */
  writeFile(path: string, bytes: Uint8Array, options: { readonly force: boolean }): Promise<void>;
  now(): Instant;
  readonly crypto: CryptoProvider;
  readonly zlib: Zlib;
  openVerifier(options: VerifierOptions): Promise<Opened<VerificationDependencies>>;
  /** The register, to be looked at. Rejects with INSTALLATION_MISSING where there is none. */
  openRegister(): Promise<Opened<Register>>;
  openService(): Promise<Opened<LicenceDependencies>>;
  /** The keystore of the installation and its journal. */
  openCustody(): Promise<Opened<Custody>>;
  openMaintenance(): Promise<Opened<MaintenanceDependencies>>;
  /** The actor that the command line acts as for an organisation. */
  actorOf(organisation: string | null): Actor;
}
