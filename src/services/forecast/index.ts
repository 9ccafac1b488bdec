export { firstExpiries, type FirstExpiry } from './first.ts';
export { forecast, type ForecastInput } from './forecast.ts';
export { EXPIRY_KINDS, stageOf, type Expiry, type ExpiryKind, type ExpiryStage } from './model.ts';
export { takeForecast, type ForecastDependencies } from './take-forecast.ts';
export { dueExpiries, untold, type DueExpiry } from './tell.ts';
export { rememberUnits, usedUnits } from './units-used.ts';
export { EXPIRY_WORDS, expiryText } from './words.ts';
