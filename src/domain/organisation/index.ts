export { areaCode, areaContains, areaLevel, areaParent, areaPath, isAreaCode, type AreaCode, type AreaLevel } from './area.ts';
export {
  areaCodeOn,
  existsAt,
  hasEnded,
  hasEndedAt,
  mayActAt,
  nameAt,
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
  type FormerName,
  type NextName,
  type OrganisationEnd,
  type OrganisationRecord,
  type Superiors,
} from './model.ts';
export {
  isPlaceCode,
  isPlaceValid,
  placeId,
  placeParent,
  TREES,
  type PlaceEntry,
  type PlaceRecord,
  type Tree,
} from './register.ts';
export { placeContains, placeKey, placeKeys, type Place, type Reach } from './place.ts';
