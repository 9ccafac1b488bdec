export { createTimeStampAuthority, type AuthorityOptions, type TimeStampAuthority } from './authority.ts';
export { ensureTimeStampUnits, type UnitDependencies, type UnitOrder } from './make-unit.ts';
export type { ClockFault, ClockReading, ClockWatch } from './ports.ts';
export { CLOCK_FAULT_WORDS, createTrustedTime, TIME_MARK, type TrustedTime, type TrustedTimeOptions } from './trusted-time.ts';
export { findTimeStampUnits, type TimeStampUnit } from './units.ts';
