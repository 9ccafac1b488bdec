/** A signer process in a folder of its own. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditTrail } from '../../src/adapters/custody/audit/index.ts';
import { createSignerProcess, type SignerPlaces, type SignerProcess } from '../../src/adapters/custody/index.ts';
import type { AuditedUse, AuditReading } from '../../src/services/pki/index.ts';
import { PASSPHRASE } from './custody.ts';
import { crypto } from './pki.ts';
import { temporaryFolder } from './temporary.ts';

/** The signer's program from its sources. */
export const SIGNER_PROGRAM = fileURLToPath(new URL('signer-program.mjs', import.meta.url));

/** Places of a signer in a new folder, with a passphrase. */
export function signerPlaces(folder = temporaryFolder()): SignerPlaces {
  const passphrase = join(folder, 'passphrase');
  if (!existsSync(passphrase)) writeFileSync(passphrase, PASSPHRASE, { mode: 0o600 });
  const keystore = join(folder, 'online.keystore');
  return {
    keystore,
    passphrase,
    makePassphrase: false,
    fileKey: null,
    custodyFile: null,
    audit: join(folder, 'audit'),
    grants: null,
  };
}

/** Starts a signer; what it is complained of is kept. */
export function startTestSigner(
  places: SignerPlaces,
  options: { readonly patience?: number; readonly errors?: unknown[] } = {},
): Promise<SignerProcess> {
  const { errors, ...rest } = options;
  return createSignerProcess({
    program: SIGNER_PROGRAM,
    places,
    onError: (error) => {
      if (!errors) throw error;
      errors.push(error);
    },
    ...rest,
  });
}

/** The log of key uses as it is now. */
export async function readAudit(folder: string): Promise<AuditReading & { readonly uses: readonly AuditedUse[] }> {
  const uses: AuditedUse[] = [];
  const trail = auditTrail(folder, (...parts) => crypto.digest('sm3', ...parts));
  return { ...(await trail.read((use) => void uses.push(use))), uses };
}
