/** Which roles an account can have, and which go together. */
import type { StaffRole } from './model.ts';

/** Every role of accounts. */
export const STAFF_ROLES = [
  'issuer',
  'seal-user',
  'seal-keeper',
  'seal-approver',
  'seal-maker',
  'catalogue-editor',
  'catalogue-approver',
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

/** The duties in the life of seals, of which one account has one: who asks for a seal, who approves it and who makes it are three. */
const SEAL_DUTIES: ReadonlySet<StaffRole> = new Set(['seal-keeper', 'seal-approver', 'seal-maker']);

/** True when who has these roles proves at sign-in that he has his second factor: those who administer, and those who answer for seals. */
export function needSecondFactor(roles: readonly StaffRole[]): boolean {
  return isAdministrative(roles) || roles.some((role) => SEAL_DUTIES.has(role));
}

/** True when one account may hold all of these: an administrator is nothing else, and nobody has two of the duties in the life of seals. */
export function mayGoTogether(roles: readonly StaffRole[]): boolean {
  const distinct = new Set(roles);
  return (!isAdministrative(roles) || distinct.size === 1) && [...distinct].filter((role) => SEAL_DUTIES.has(role)).length <= 1;
}
