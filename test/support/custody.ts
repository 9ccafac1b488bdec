/** A software custody in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoftwareCustody, openSoftwareCustody, type SoftwareCustody } from '../../src/adapters/custody/index.ts';
import type { KeyUse } from '../../src/services/pki/index.ts';
import { utf8 } from '../../src/base/bytes.ts';
import type { Instant } from '../../src/base/time.ts';
import { crypto, day } from './pki.ts';

/** The passphrase of every test keystore. */
export const PASSPHRASE = utf8('correct horse battery');
/** Whom test signatures are authorised by. */
export const AUTHORISATION = { actor: 'tester', reference: 'test' } as const;

/** A custody, the file it keeps, and what its log was told. */
export interface TestCustody {
  readonly custody: SoftwareCustody;
  readonly folder: string;
  readonly path: string;
  readonly uses: KeyUse[];
  /** Opens the same file again. */
  reopen(passphrase?: Uint8Array): Promise<SoftwareCustody>;
  remove(): void;
}

/** A new, empty custody; its clock stands still. */
export async function makeTestCustody(now: Instant = day(1)): Promise<TestCustody> {
  const folder = mkdtempSync(join(tmpdir(), 'yinzheng-custody-'));
  const path = join(folder, 'keys', 'online.keystore');
  const uses: KeyUse[] = [];
  const options = {
    path,
    passphrase: PASSPHRASE,
    clock: { now: () => now },
    crypto,
    onUse: (use: KeyUse) => void uses.push(use),
  };
  return {
    custody: await createSoftwareCustody(options),
    folder,
    path,
    uses,
    reopen: (passphrase = PASSPHRASE) => openSoftwareCustody({ ...options, passphrase }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
