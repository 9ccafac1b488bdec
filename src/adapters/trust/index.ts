export { createTrustFiles } from './trust-files.ts';
export { readSealMakers } from './seal-makers.ts';
