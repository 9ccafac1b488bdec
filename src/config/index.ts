export type { Config, ConfigSource, DatabaseConfig, LogLevel, RateConfig, TrustProxy } from './model.ts';
export { parseConfig } from './parse.ts';
export { parsePlaces, type Places } from './places.ts';
export type { AlarmConfig, CountLimit } from './alarms.ts';
export { isPublicAlone, ROLES, type Role } from './roles.ts';
export { secret, type Secret } from './secret.ts';
export { VARIABLES, type Environment, type VariableName } from './variables.ts';
export { timeZoneOf } from './time-zone.ts';
