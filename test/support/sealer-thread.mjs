/** The encrypting thread from its sources: a thread does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
await import('../../src/processes/sealer.ts');
