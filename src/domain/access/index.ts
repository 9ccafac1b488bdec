export type { Action, Actor, Purpose, Role, StaffRole } from './model.ts';
export { actionsOf, mayDo, SYSTEM_ACTIONS } from './policy.ts';
export { isAdministrative, mayGoTogether, needSecondFactor, STAFF_ROLES } from './roles.ts';
export { isInScope, scopeKey, scopeOf, type Placed, type Scope } from './scope.ts';
