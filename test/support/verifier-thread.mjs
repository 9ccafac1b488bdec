/** The verifying thread from its sources: a thread does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
const { default: verify } = await import('../../src/processes/verifier.ts');
export default verify;
