import type { AlarmConfig } from './alarms.ts';
import type { Role } from './roles.ts';
import type { Secret } from './secret.ts';
import type { Environment } from './variables.ts';

/** What the configuration is read from. */
export interface ConfigSource {
  readonly env: Environment;
  /** Folder that relative paths start from, absolute. */
  readonly cwd: string;
  /** Text of a file, null when it cannot be read; for variables whose name ends in `_FILE`. */
  readonly readText: (path: string) => string | null;
}

/** Where records, journal and files are kept. */
export type DatabaseConfig =
  | { readonly kind: 'lmdb'; /** Absolute path of the folder. */ readonly path: string }
  | { readonly kind: 'mongodb'; readonly url: Secret };

/** How often one address may do what needs no sign-in, a minute. */
export interface RateConfig {
  readonly signIn: number;
  readonly code: number;
  readonly verification: number;
  readonly ocsp: number;
  readonly timeStamp: number;
  readonly token: number;
}

/** Level of the log, as pino names them. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

/** Proxies whose X-Forwarded-For is believed: none, a number of hops, or addresses and networks. */
export type TrustProxy = false | number | readonly string[];

/** The whole configuration of a process, frozen. Paths are absolute. */
export interface Config {
  /** `demonstration` unless NODE_ENV is `production`. */
  readonly mode: 'demonstration' | 'production';
  /** What this server is there for, in the order of `ROLES`. */
  readonly roles: readonly Role[];
  /** TCP port, 0 for any free one. */
  readonly port: number;
  /** Address to listen on, null for all. */
  readonly host: string | null;
  readonly dataDirectory: string;
  readonly keysDirectory: string;
  readonly trustDirectory: string;
  readonly database: DatabaseConfig;
  /** File whose first line is the passphrase; null: one is made beside the keystore (demonstration only). */
  readonly keystorePassphraseFile: string | null;
  /** File that describes keys kept elsewhere than in the keystore; null when there are none. */
  readonly custodyFile: string | null;
  /** Base of the links in QR codes, without a slash at the end. */
  readonly publicUrl: string;
  /** Base of the addresses in issued certificates, where their status is asked; null where no public URL is set. */
  readonly statusUrl: string | null;
  readonly trustProxy: TrustProxy;
  /** Addresses, networks and names of proxies that tell the certificates of callers; none when empty. */
  readonly certificateProxies: readonly string[];
  /** Folder of the CAs that are believed about certificates of systems; null: none. */
  readonly clientTrustDirectory: string | null;
  /** Hosts from which systems' key sets are fetched, and the file of the CAs that are believed about them, null: those of the system. */
  readonly keySetHosts: readonly string[];
  readonly keySetCaFile: string | null;
  readonly cookieSecure: boolean;
  /** Largest upload, bytes. */
  readonly uploadLimit: number;
  readonly rates: RateConfig;
  /** How long sessions live, ms, and how often one account may call, a minute. */
  readonly sessions: { readonly idle: number; readonly longest: number; readonly perMinute: number };
  /** File that describes identity providers; null when there are none. */
  readonly identityFile: string | null;
  /** Time stamp authorities to be asked, the first preferred; empty for the one within. */
  readonly tsaUrls: readonly string[];
  /** Who is asked whether the clock is synchronised; `off`: nobody. */
  readonly clockSync: 'auto' | 'chrony' | 'systemd' | 'off';
  /** Hosts that may be asked whether certificates were revoked, `host` or `host:port`; addresses and networks permitted besides public ones. */
  readonly revocationHosts: readonly string[];
  /** Hosts from which licences may be fetched, in the same form. */
  readonly collectingHosts: readonly string[];
  /** Folder in which sources put licences for exchange, absolute; null: there is none. */
  readonly exchangeDirectory: string | null;
  /** Hosts to which notices of changes may be sent, in the same form. */
  readonly webhookHosts: readonly string[];
  /** How long reports of verifications are kept, ms; 0 keeps none. */
  readonly reportRetention: number;
  /** Working days in which a body answers an objection. */
  readonly objectionWorkingDays: number;
  /** Seal code (esID) of the seal for printed reports; null: none in production, the demonstration's own there. */
  readonly reportSeal: string | null;
  /** File to which the signed heads of the journal are appended, absolute. */
  readonly journalHeadFile: string;
  /** How often the head is anchored while there is something new, ms. */
  readonly journalHeadInterval: number;
  readonly alarms: AlarmConfig;
  /** Whether `/metrics` answers. */
  readonly metrics: boolean;
  readonly logLevel: LogLevel;
  /** SVG file with the outlines of the national emblem, absolute; null: seals that it belongs on have a star. */
  readonly emblemFile: string | null;
  /** Font files asked for characters that the built-in face lacks, in this order. */
  readonly fontFallbacks: readonly string[];
}
