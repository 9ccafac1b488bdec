export type { Action, Actor, DataScope, Purpose, Role, StaffRole } from './model.ts';
export { actionsOf, mayDo, SYSTEM_ACTIONS } from './policy.ts';
export { isAdministrative, mayGoTogether, needSecondFactor, STAFF_ROLES } from './roles.ts';
export { isInScope, mayGive, scopeKeys, scopeOf, type Placed, type Scope } from './scope.ts';
