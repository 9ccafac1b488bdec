import type { Instant } from '../base/time.ts';
import type { Zlib } from '../base/zlib.ts';
import type { CryptoProvider } from '../crypto/index.ts';
import type { Actor } from '../domain/access/index.ts';
import type { AccessDependencies } from '../services/access/index.ts';
import type { PackageDependencies } from '../services/evidence-packages/index.ts';
import type { GrantDependencies } from '../services/grants/index.ts';
import type { AssignmentDependencies } from '../services/signing/index.ts';
import type { KeyFile, KeyManagement } from '../services/keys/index.ts';
import type { ExportDependencies, HeadLine, HeadTerms } from '../services/journal/heads/index.ts';
import type { JournalHead } from '../domain/journal/index.ts';
import type { BackupSummary, Finding, MaintenanceDependencies } from '../services/maintenance/index.ts';
import type { OrganisationDependencies } from '../services/organisations/index.ts';
import type { RetentionDependencies } from '../services/retention/index.ts';
import type { RecordStore, StoreProtection } from '../services/storage/index.ts';
import type { SealMakingDependencies } from '../services/seals/index.ts';
import type { DocumentEngine } from '../documents/index.ts';
import type { DocumentReader } from '../services/stamping/index.ts';
import type { Register, ReportSealing, VerificationDependencies } from '../services/verification/index.ts';

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

/** Keys, the journal that tells of them, signing with them, the trust whose revocation lists they sign, and the seals that they use. */
export type Custody = KeyManagement & Pick<AssignmentDependencies, 'grantAtOnce'>;

/** Accounts and their journal, and custody's ledger, where leavers and locked accounts are shut out too. */
export interface Accounts extends Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random' | 'hasher' | 'blobs'> {
  readonly grants: GrantDependencies['grants'];
}

/** Organisations and their journal. */
export type Organisations = OrganisationDependencies;

/** What seals personal data, and the journal. */
export interface Protection extends Pick<MaintenanceDependencies, 'journal' | 'clock'> {
  readonly protection: StoreProtection;
}

/** The register as a command looks at it. */
export type RegisterAtHand = Register & Pick<RecordStore, 'get'>;

/** Something opened that must be closed. */
export interface Opened<T> {
  readonly value: T;
  close(): Promise<void>;
}

/** An installation to be looked at. */
export interface Examination extends Pick<MaintenanceDependencies, 'store' | 'mark' | 'clock' | 'crypto'> {
  /** The keyed pseudonyms of a person's number, as the journal has or had them, the newest first. Rejects with STORE_UNAVAILABLE. */
  readonly pseudonyms: (number: string) => Promise<readonly string[]>;
  /** By what heads of its journal are judged now. Rejects with TRUST_STORE_INVALID, and as custody does. */
  headTerms(): Promise<HeadTerms>;
}

/** How a backup is restored. */
export interface RestoreOptions {
  /** Data that are there are put aside. */
  readonly replace: boolean;
  /** A copy older than what was seen last is taken all the same. */
  readonly acceptOlder: boolean;
}

/** What was restored. */
export interface RestoreSummary {
  /** When the backup was made, ISO 8601. */
  readonly backupOf: string;
  readonly head: JournalHead;
  readonly records: number;
  readonly files: number;
  /** Folders to which what was there has been moved. */
  readonly aside: readonly string[];
}

/** Whoever has the machine, where who administers the installation decides. */
export function administrator(context: Pick<CliContext, 'actorOf'>): Actor {
  return { ...context.actorOf(null), capacity: 'administrator' };
}

/** Whoever has the machine, where accounts and organisations are concerned. */
export function operator(context: Pick<CliContext, 'actorOf'>): Actor {
  return { ...context.actorOf(null), capacity: 'operator' };
}

/** Whom something is printed for. */
export type Reader = Pick<CliContext, 'language' | 'timeZone'>;

/** What commands are given by the process; the heavy parts are opened only by the commands that need them. */
export interface CliContext {
  readonly language: 'zh' | 'en';
  /** Time zone in which people are told times, an IANA name. */
  readonly timeZone: string;
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
  /** Names of the files of a folder, not of those in folders within, in order. Rejects with INPUT_UNREADABLE. */
  listFiles(folder: string): Promise<readonly string[]>;
  /** Makes a folder where there is none. Rejects with FILE_UNWRITABLE. */
  makeFolder(path: string): Promise<void>;
  /** Removes a file; no error when it is not there. Rejects with FILE_UNWRITABLE. */
  removeFile(path: string): Promise<void>;
  /** Shows how far a long work is, in place of what was shown before; null takes it away. Nothing where nobody looks on. */
  progress(text: string | null): void;
  now(): Instant;
  readonly crypto: CryptoProvider;
  readonly zlib: Zlib;
  openVerifier(options: VerifierOptions): Promise<Opened<VerificationDependencies>>;
  /** The register, to be looked at. Rejects with INSTALLATION_MISSING where there is none. */
  openRegister(): Promise<Opened<RegisterAtHand>>;
  /** What issuing, stamping and printing reports take; a reader is told what kept evidence away. Rejects with INSTALLATION_MISSING. */
  openService(reader: Reader): Promise<Opened<ReportSealing>>;
  /** Reads documents for previews, in this process. */
  documentReader(engine: DocumentEngine): Promise<DocumentReader>;
  /** Opens a key file (PKCS#12). Rejects as its reader does. */
  openKeyFile(bytes: Uint8Array, passphrase: string): Promise<KeyFile>;
  /** The keystore of the installation and its journal. */
  openCustody(): Promise<Opened<Custody>>;
  openAccounts(): Promise<Opened<Accounts>>;
  openOrganisations(): Promise<Opened<Organisations>>;
  /** Grants of seals, and custody's ledger of them. */
  openGrants(): Promise<Opened<GrantDependencies>>;
  /** How long records are kept, and their destruction. */
  openRetention(): Promise<Opened<RetentionDependencies>>;
  /** What packages of evidence are made with. */
  openPackages(): Promise<Opened<PackageDependencies>>;
  /** The keys by which personal data are sealed, and their journal. */
  openProtection(): Promise<Opened<Protection>>;
  /** What making seals takes. */
  openSealMaking(): Promise<Opened<SealMakingDependencies>>;
  openMaintenance(): Promise<Opened<MaintenanceDependencies>>;
  /** The same, only to be looked at, and also where the data are older than what was seen of them. */
  openExamination(): Promise<Opened<Examination>>;
  /** The lines of a file with heads of the journal. Rejects with INPUT_UNREADABLE. */
  readHeads(path: string): AsyncIterable<HeadLine>;
  /** The lines of an export of the journal. Rejects with INPUT_UNREADABLE. */
  readExport(path: string): AsyncIterable<HeadLine>;
  /** What exporting the journal takes. */
  openJournalExport(): Promise<Opened<ExportDependencies>>;
  /** Copies the installation into a new folder. Rejects with BACKUP_EXISTS. */
  backup(folder: string, options: { readonly withPassphrase: boolean }): Promise<BackupSummary>;
  /** Restores a backup. Rejects with BACKUP_DAMAGED, STORE_ROLLED_BACK, STORE_NOT_EMPTY, STORE_SCHEMA_NEWER, SERVICE_RUNNING. */
  restore(folder: string, options: RestoreOptions): Promise<RestoreSummary>;
  /**
   * Takes a new file key (`renew`), or forgets those from before (`forget`); resolves to how many from before are remembered then. Rejects with
   * SERVICE_RUNNING.
   */
  changeFileKey(how: 'renew' | 'forget'): Promise<number>;
  /** Looks for what is missing or wrong. */
  examine(): Promise<readonly Finding[]>;
  /** The actor that the command line acts as for an organisation. */
  actorOf(organisation: string | null): Actor;
}
