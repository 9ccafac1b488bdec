export type { HighWaterMark, MaintenanceDependencies, MarkKeeper } from './ports.ts';
