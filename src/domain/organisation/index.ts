export { areaCode, areaContains, areaLevel, areaParent, areaPath, isAreaCode, type AreaCode, type AreaLevel } from './area.ts';
export {
  areaCodeOn,
  existsAt,
  hasEnded,
  hasEndedAt,
  mayActAt,
  placeOf,
  revisionOf,
  superiorsOf,
  withPlaceKeys,
} from './facts.ts';
export { isLineCode, lineCode, lineContains, lineParent, linePath, MAX_LINE_STEPS, type LineCode } from './line.ts';
export {
  BODY_CLASSES,
  ENDINGS,
  type BodyClass,
  type Ending,
  type FormerArea,
  type OrganisationEnd,
  type OrganisationRecord,
  type Superiors,
} from './model.ts';
export { placeContains, placeKey, placeKeys, type Place } from './place.ts';
