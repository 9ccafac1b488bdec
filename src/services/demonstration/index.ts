export {
  DEMONSTRATION_SETTING,
  hasDemonstration,
  setUpDemonstration,
  type DemonstrationCredentials,
  type DemonstrationDependencies,
} from './set-up.ts';
