import type { Instant } from '../base/time.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import type { Actor } from '../domain/access/index.ts';
import type { LicenceDependencies } from '../services/licences/index.ts';
import type { MaintenanceDependencies } from '../services/maintenance/index.ts';
import type { VerificationDependencies } from '../services/verification/index.ts';

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

/** Something opened that must be closed. */
export interface Opened<T> {
  readonly value: T;
  close(): Promise<void>;
}

/** What commands are given by the process; the heavy parts are opened only by the commands that need them. */
export interface CliContext {
  readonly language: 'zh' | 'en';
  out(text: string): void;
  err(text: string): void;
  /** Rejects with INPUT_UNREADABLE. */
  readFile(path: string): Promise<Uint8Array>;
  /** Rejects with OUTPUT_EXISTS when the file is there and `force` is not given. */
  writeFile(path: string, bytes: Uint8Array, options: { readonly force: boolean }): Promise<void>;
  now(): Instant;
  readonly crypto: CryptoProvider;
  openVerifier(options: VerifierOptions): Promise<Opened<VerificationDependencies>>;
  openService(): Promise<Opened<LicenceDependencies>>;
  openMaintenance(): Promise<Opened<MaintenanceDependencies>>;
  /** The actor that the command line acts as for an organisation. */
  actorOf(organisation: string | null): Actor;
}
