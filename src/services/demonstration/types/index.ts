import { FOOD_PERMIT } from './food-operation-permit.ts';
import type { DemonstrationType } from './model.ts';

export type { DemonstrationType } from './model.ts';
export { FOOD_PERMIT } from './food-operation-permit.ts';
export { dictionaryRecord, typeRecords } from './records.ts';

/** The licence types of the demonstration. */
export const DEMONSTRATION_TYPES: readonly DemonstrationType[] = [FOOD_PERMIT];
