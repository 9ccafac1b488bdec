export { createTrustFiles } from './trust-files.ts';
