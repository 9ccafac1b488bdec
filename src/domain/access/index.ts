export type { Action, Actor, Purpose, Role } from './model.ts';
export { actionsOf, mayDo } from './policy.ts';
