export { REPORT_SEAL } from './data.ts';
export {
  DEMONSTRATION_SETTING,
  hasDemonstration,
  setUpDemonstration,
  type DemonstrationCredentials,
  type DemonstrationDependencies,
} from './set-up.ts';
