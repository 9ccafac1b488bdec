export type { HighWaterMark, MaintenanceDependencies, MarkKeeper } from './ports.ts';
export { checkHighWater, createMarkWriter, type MarkWriter } from './high-water.ts';
