export { claimOnce } from './once.ts';
export { createQuota, type Quota, type QuotaTerms } from './quota.ts';
export { readTransient, transient, type TransientDependencies } from './record.ts';
export { sweepTransients } from './sweep.ts';
