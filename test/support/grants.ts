/** Grants for tests: terms, claims, ledgers in folders of their own, and authenticators. */
import { join } from 'node:path';
import { openGrantLedger, type GrantLedger, type LedgerOptions } from '../../src/adapters/custody/grants/index.ts';
import type { GrantTerms } from '../../src/domain/grant/index.ts';
import { stepOf, totpCode } from '../../src/services/access/totp.ts';
import type { UseClaim } from '../../src/services/grants/index.ts';
import { ISSUER } from './http.ts';
import { temporaryFolder } from './temporary.ts';

/** A seal that no other test has. */
export const GRANTED_SEAL = '99010000000003';
const DAY = 86_400_000;

/** Terms of a grant to everybody of the issuer, for documents, without approval, from yesterday on. */
export function grantTerms(changes: Partial<GrantTerms> = {}): GrantTerms {
  return {
    ...{ seal: GRANTED_SEAL, owner: ISSUER, users: [], organisations: [ISSUER], systems: [], documents: true, licenceTypes: [] },
    ...{ validFrom: new Date(Date.now() - DAY).toISOString(), validTo: new Date(Date.now() + 30 * DAY).toISOString() },
    ...{ uses: null, approval: 'automatic', approvers: [], approvals: 1, ...changes },
  };
}

/** A use by somebody of the issuer. */
export function claimOf(grant: string, changes: Partial<UseClaim> = {}): UseClaim {
  return {
    ...{ grant, kind: 'document', person: 'test-seal-user', organisation: ISSUER, client: 'web', approval: null, digest: null },
    ...changes,
  };
}

/** The claim by which the issuer's people use a seal of the demonstration. */
export function demonstrationClaim(seal: string = GRANTED_SEAL): UseClaim {
  return claimOf(`demonstration-${seal}`);
}

/** A ledger in a new folder; opened again by its path. */
export function testLedger(changes: Partial<LedgerOptions> = {}): GrantLedger & { readonly path: string } {
  const path = changes.path ?? join(temporaryFolder(), 'ledger');
  const rest = {
    secret: new Uint8Array(32).fill(3),
    mode: 'production',
    operator: true,
    clock: { now: () => Date.now() },
  } as const;
  return { ...openGrantLedger({ path, ...rest, ...changes }), path };
}

/** The code that an authenticator shows so many steps from now. */
export function codeOf(secret: Uint8Array, steps = 0): string {
  return totpCode(secret, stepOf(Date.now()) + steps);
}
