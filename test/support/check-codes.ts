/** How the codes of checks are divided among the tests that make each of them arise, so that none is forgotten. */
import type { CheckCode } from '../../src/report/index.ts';

/** Codes that a register decides. */
export const REGISTER_CODES = [
  'NOT_IN_REGISTER',
  'REGISTER_UNAVAILABLE',
  'LICENCE_SUSPENDED',
  'LICENCE_TRANSFERRED_OUT',
  'LICENCE_EXPIRED',
  'LICENCE_NOT_YET_VALID',
  'LICENCE_CANCELLED',
  'LICENCE_RESCINDED',
  'LICENCE_REVOKED',
  'LICENCE_VOID',
] as const satisfies readonly CheckCode[];

/** Codes that a register decides of copies of licences. */
export const COPY_CODES = ['COPY_EXPIRED'] as const satisfies readonly CheckCode[];

/** Codes that nothing can make arise, and why. */
export const NEVER = {
  CERTIFICATE_CHAIN_GENERAL_FAILURE: 'what hinders a chain is always known: no path, a wrong signature, or a constraint',
  OUT_OF_BOUNDS_NOT_REVOKED:
    'an expired certificate without proof is OUT_OF_BOUNDS_NO_POE, revoked or not: a lost key may sign after its list has ended',
  LICENCE_REPLACED: 'no edition of a licence is replaced by another yet',
} as const satisfies Readonly<Partial<Record<CheckCode, string>>>;
