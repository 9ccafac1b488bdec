export { followUses, forgetUsesOf, sweepUses, USES_KEPT, type FollowDependencies } from './follow.ts';
export {
  exportMyUses,
  findMyUse,
  listMyUses,
  MOST_EXPORTED,
  objectToUse,
  type ObjectionOrder,
  type SeenUse,
  type UseDependencies,
  type UsePage,
  type User,
} from './mine.ts';
