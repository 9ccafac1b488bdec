/** Which roles an account can have, and which go together. */
import type { StaffRole } from './model.ts';

/** Every role of accounts. */
export const STAFF_ROLES = [
  'issuer',
  'seal-user',
  'verifier',
  'administrator',
  'security-administrator',
  'auditor',
] as const satisfies readonly StaffRole[];

/** The administrators that are kept apart (三员分立): system, security and audit administrator; GB/T 22239-2019 8.1.5. */
export const ADMINISTRATIVE_ROLES: ReadonlySet<StaffRole> = new Set(['administrator', 'security-administrator', 'auditor']);

/** True when one of the roles is that of an administrator. */
export function isAdministrative(roles: readonly StaffRole[]): boolean {
  return roles.some((role) => ADMINISTRATIVE_ROLES.has(role));
}

/** True when who has these roles proves at sign-in that he has his second factor: those who administer. */
export function needSecondFactor(roles: readonly StaffRole[]): boolean {
  return isAdministrative(roles);
}

/** True when one account may hold all of these: an administrator is nothing else, and not two of the three. */
export function mayGoTogether(roles: readonly StaffRole[]): boolean {
  return !isAdministrative(roles) || new Set(roles).size === 1;
}
