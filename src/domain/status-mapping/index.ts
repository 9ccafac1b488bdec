export { checkMapping, readCode, sentAs } from './map.ts';
export type { MappedCode, StatusMapping, StatusMappingRecord } from './model.ts';
export { HOUSING_MINISTRY } from './tables/housing-ministry.ts';
export { OWN_STATUSES } from './tables/own.ts';
