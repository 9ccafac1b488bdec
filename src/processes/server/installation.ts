import type { Logger } from 'pino';
import type { Config } from '../../config/index.ts';
import type { DemonstrationCredentials } from '../../services/demonstration/index.ts';
import type { TimeStamper } from '../../services/pki/index.ts';
import type { HttpDependencies } from './bind/dependencies.ts';
import type { PublicDependencies } from './public-services.ts';

/** What a server runs on: keystore, store, relay, fonts, trust, opened and settled, and how they are closed in the opposite order. */
export interface Installation {
  readonly kind?: 'whole';
  readonly dependencies: HttpDependencies;
  /** Accounts and keys made at this start, for the one time that they are shown; null at every other start. */
  readonly credentials: DemonstrationCredentials | null;
  /** Who stamps what this server makes. */
  readonly timeStamper: TimeStamper;
  /** Brings the journal up to date and closes everything. */
  stop(): Promise<void>;
}

/** What a server for the public alone runs on: a register without persons, the journal, trust; no keys. */
export interface PublicInstallation {
  readonly kind: 'public';
  readonly dependencies: PublicDependencies;
  readonly credentials: null;
  stop(): Promise<void>;
}

/** What a server opened. */
export type Opened = Installation | PublicInstallation;

/** Opens the installation that a configuration describes, as far as its roles need it. */
export type OpenInstallation = (config: Config, log: Logger) => Promise<Opened>;
