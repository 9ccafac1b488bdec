import { join } from 'node:path';
import type { Config } from '../../config/index.ts';

/** Where the secrets of an installation lie. */
export interface KeyPlaces {
  /** Keystore of the keys in use. */
  readonly keystore: string;
  readonly passphrase: string;
  /** The key of stored files. */
  readonly fileKey: string;
  /** The furthest state of the data that was seen. */
  readonly mark: string;
  /** What was destroyed. */
  readonly erasures: string;
  /** Folder of the log of key uses. */
  readonly audit: string;
  /** The ledger of grants that seals are used by, and its secret. */
  readonly ledger: string;
  readonly ledgerSecret: string;
  /** Keystore of the root's key and its passphrase, to be taken away after set-up. */
  readonly rootKeystore: string;
  readonly rootPassphrase: string;
  /** What that key was used for; goes where it goes. */
  readonly rootAudit: string;
}

/** The files of the keys folder, all in one place. */
export function keyPlaces({ keysDirectory, keystorePassphraseFile }: Config): KeyPlaces {
  return {
    keystore: join(keysDirectory, 'online.keystore'),
    passphrase: keystorePassphraseFile ?? join(keysDirectory, 'passphrase'),
    fileKey: join(keysDirectory, 'files.key'),
    mark: join(keysDirectory, 'high-water.json'),
    erasures: join(keysDirectory, 'erasures.jsonl'),
    audit: join(keysDirectory, 'audit'),
    ledger: join(keysDirectory, 'grants', 'ledger'),
    ledgerSecret: join(keysDirectory, 'grants', 'ledger.key'),
    rootKeystore: join(keysDirectory, 'offline', 'root.keystore'),
    rootPassphrase: join(keysDirectory, 'offline', 'passphrase'),
    rootAudit: join(keysDirectory, 'offline', 'audit'),
  };
}

/** Folders in the data folder of an lmdb installation that are there only while a backup is restored. */
export interface RestorePlaces {
  /** Where it is written; what a broken restore left there is of no use. */
  readonly filling: string;
  /** Where it is when it is whole and not all of it has its place yet: until then nothing is opened. */
  readonly filled: string;
}

/** Where a restore into a data folder works. */
export function restorePlaces(folder: string): RestorePlaces {
  return { filling: join(folder, 'restoring'), filled: join(folder, 'restored') };
}

/** True for a name that a restore gave to what was there before. */
export function isPutAside(path: string): boolean {
  return /^before-\d{8}T\d{6}Z(-\d+)?(\/|$)/.test(path);
}
