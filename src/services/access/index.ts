export { rolesOf, stateOf, type AccountState } from './account.ts';
export { changeRoles, closeAccount, lockAccount, moveAccount, resetPassword, unlockAccount } from './administer.ts';
export { createAttempts, type AttemptDependencies, type AttemptRule, type Attempts } from './attempts.ts';
export {
  authenticateApiKey,
  authenticateCookie,
  authenticateSession,
  type Authenticated,
  type AuthenticatedHolder,
  type AuthenticatedPerson,
  type AuthenticatedSystem,
} from './authenticate.ts';
export { authorise } from './authorise.ts';
export { changeDataScope } from './data-scope.ts';
export type { AccountChangeDependencies } from './change-account.ts';
export { changePassword } from './change-password.ts';
export { checkCsrf } from './check-csrf.ts';
export { createAccount, type CreatedAccount, type NewAccount } from './create-account.ts';
export { createApiKey, type CreatedApiKey, type NewApiKey } from './create-api-key.ts';
export { PUBLIC_ACTOR } from './event.ts';
export type { AccessDependencies, PasswordHasher } from './ports.ts';
export { getAccount, getAccountNamed, listAccounts, type AccountPage } from './read-accounts.ts';
export { recordDenial } from './record-denial.ts';
export {
  confirmSecondFactor,
  enrolSecondFactor,
  proveSecondFactor,
  removeSecondFactor,
  type Enrolment,
} from './second-factor.ts';
export { requirementError, requirementOf, type Requirement } from './standing.ts';
export { csrfToken } from './secrets.ts';
export { USUAL_SESSIONS, type SessionRules } from './session-rules.ts';
export { DEVICE_LIFE } from './device.ts';
export { signIn, type SignedIn, type SignInInput } from './sign-in.ts';
export { signOut, signOutEverywhere, signOutHolder, signOutHolderEverywhere } from './sign-out.ts';
export { checkActorStepUp, checkStepUp, STEP_UP_AGE } from './step-up.ts';
export { takeRole } from './take-role.ts';
