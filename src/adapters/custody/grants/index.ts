export { hasLedger } from './generations.ts';
export { openGrantLedger, refusalError, type GatedUse, type GrantLedger, type LedgerOptions, type Refusal } from './ledger.ts';
