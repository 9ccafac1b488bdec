import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { createZlib } from '../../adapters/platform/zlib.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { CliContext } from '../../cli/context.ts';
import { failureLines } from '../../cli/failure.ts';
import { parseConfig, parsePlaces, timeZoneOf, type Config, type ConfigSource, type Environment } from '../../config/index.ts';
import { MAX_APPEND_BYTES } from '../../services/storage/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import { checkOutput, listFiles, makeFolder, readWhole, removeFile, writeWhole } from './files.ts';
import type { HeadLine } from '../../services/journal/heads/index.ts';
import type { Opening } from './installation.ts';
import { languageOf } from './language.ts';

/** What the process is run with. */
export interface CliProcess {
  readonly env: Environment;
  /** Folder that relative paths start from, absolute. */
  readonly cwd: string;
  /** Program of the signer; the keys are in this process when absent. */
  readonly signer?: string;
  version(): string;
  out(text: string): void;
  err(text: string): void;
  /** Shows a line in place of the last, on a terminal; absent: there is none. */
  progress?(text: string | null): void;
}

/** The context of the command line. Nothing is opened before a command asks for it, and its code is loaded only then. */
export function createCliContext(process: CliProcess): CliContext {
  const crypto = createNativeProvider();
  const zlib = createZlib();
  const language = languageOf(process.env);
  const timeZone = timeZoneOf(process.env);
  const source: ConfigSource = { env: process.env, cwd: process.cwd, readText };
  const openingFor = (reader: Pick<CliContext, 'language'>): Opening => ({
    onError: (error) => {
      for (const line of failureLines(error, reader)) process.err(`${line}\n`);
    },
    signer: process.signer,
  });
  const opening = openingFor({ language });
  const installation = async () => ({ ...(await import('./installation.ts')), config: parseConfig(source) satisfies Config });
  return {
    language,
    timeZone,
    version: () => process.version(),
    out: (text) => process.out(`${text}\n`),
    err: (text) => process.err(`${text}\n`),
    readFile: readWhole,
    checkOutput,
    async writeFile(path, bytes, options) {
      await checkOutput(path, options);
      await writeWhole(path, bytes, options);
    },
    listFiles,
    makeFolder,
    removeFile,
    progress: (text) => process.progress?.(text),
    now: () => Date.now(),
    crypto,
    zlib,
    async openVerifier(options) {
      const { openVerifier } = await import('./verifier.ts');
      return openVerifier(parsePlaces(source), options, { crypto, zlib, readFile: readWhole });
    },
    async openRegister() {
      const { openRegister } = await import('./register.ts');
      const places = parsePlaces(source);
      const opened = await openRegister(places);
      if (!opened) throw new YinzhengError('INSTALLATION_MISSING', { path: places.dataDirectory });
      return opened;
    },
    async openService(reader) {
      const { openService, config } = await installation();
      return openService(config, openingFor(reader));
    },
    async documentReader(engine) {
      const { readerHere } = await import('../../adapters/isolation/index.ts');
      return readerHere(engine);
    },
    async openKeyFile(bytes, passphrase) {
      const { openPkcs12 } = await import('../../adapters/pkcs12/index.ts');
      return openPkcs12(bytes, passphrase);
    },
    async openCustody() {
      const { openCustody, config } = await installation();
      return openCustody(config, opening);
    },
    async openOrganisations() {
      const { openOrganisations, config } = await installation();
      return openOrganisations(config, opening);
    },
    async openGrants() {
      const { openGrants, config } = await installation();
      return openGrants(config, opening);
    },
    async openAccounts() {
      const { openAccounts, config } = await installation();
      return openAccounts(config, opening);
    },
    async openSealMaking() {
      const { openSealMaking, config } = await installation();
      return openSealMaking(config, opening);
    },
    async openPackages() {
      const { openPackages, config } = await installation();
      return openPackages(config, opening);
    },
    async openRetention() {
      const { openRetention, config } = await installation();
      return openRetention(config, opening);
    },
    async openProtection() {
      const { openProtection, config } = await installation();
      return openProtection(config, opening);
    },
    async openMaintenance() {
      const { openMaintenance, config } = await installation();
      return openMaintenance(config, opening);
    },
    async openExamination() {
      const { openExamination, config } = await installation();
      return openExamination(config, opening);
    },
    readHeads: (path) => readLines(path),
    readExport: (path) => readLines(path, MAX_APPEND_BYTES),
    async openJournalExport() {
      const { openJournalExport, config } = await installation();
      return openJournalExport(config, opening);
    },
    async backup(folder, options) {
      const [{ withGround, config }, { backupTo }] = await Promise.all([installation(), import('./backup.ts')]);
      return withGround(config, opening, (ground) => backupTo(ground, folder, options));
    },
    async restore(folder, options) {
      const { restoreFrom } = await import('./restore.ts');
      return restoreFrom(parseConfig(source), { folder, actor: operator(), ...options });
    },
    async changeFileKey(how) {
      const { rotateFileKey, forgetFileKeys } = await import('./file-key.ts');
      return (how === 'renew' ? rotateFileKey : forgetFileKeys)(parseConfig(source), opening, operator());
    },
    async examine() {
      const { examine } = await import('./doctor.ts');
      return examine(parseConfig(source), { ...opening, timeZone });
    },
    actorOf,
  };
}

async function* readLines(path: string, longest?: number): AsyncIterable<HeadLine> {
  const { readHeadLines } = await import('../../adapters/files/index.ts');
  yield* readHeadLines(path, longest);
}

function actorOf(organisation: string | null): Actor {
  return {
    person: null,
    organisation,
    capacity: organisation === null ? 'public' : 'system',
    onBehalfOf: null,
    client: 'cli',
    session: null,
  };
}

/** Whoever has the machine: the user of the operating system, where it knows one. */
function operator(): Actor {
  let person: string | null = null;
  try {
    person = userInfo().username;
  } catch {
    // A container may run under a number that has no name.
  }
  return { ...actorOf(null), person, capacity: 'administrator' };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
