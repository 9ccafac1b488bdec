import { FOOD_PERMIT } from './food-operation-permit.ts';
import type { DemonstrationType } from './model.ts';
import { BUSINESS, FISHING_VESSEL, MEDICAL_INSTITUTION, REAL_ESTATE, ROAD_TRANSPORT } from './organisations.ts';
import { CONSTRUCTION_SAFETY, DISABILITY, ELDERLY, MARRIAGE, RESIDENCE, TEACHER } from './persons.ts';

export { DEMONSTRATION_DICTIONARIES, type DemonstrationDictionary } from './dictionaries.ts';
export { FOOD_PERMIT } from './food-operation-permit.ts';
export type { DemonstrationType } from './model.ts';
export { dictionaryRecord, typeRecords } from './records.ts';

/** The twelve licence types of the demonstration. */
export const DEMONSTRATION_TYPES: readonly DemonstrationType[] = [
  ...[FOOD_PERMIT, REAL_ESTATE, RESIDENCE, MARRIAGE, DISABILITY, TEACHER],
  ...[CONSTRUCTION_SAFETY, MEDICAL_INSTITUTION, ROAD_TRANSPORT, FISHING_VESSEL, ELDERLY, BUSINESS],
];
