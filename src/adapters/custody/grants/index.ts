export { openGrantLedger, type GatedUse, type GrantLedger, type LedgerOptions } from './ledger.ts';
