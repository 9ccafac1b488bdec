/** The thread that reads documents to be stamped, from its sources: a thread does not inherit the loader that the tests run under. */
import { register } from 'tsx/esm/api';

register();
const { default: read } = await import('../../src/processes/reader.ts');
export default read;
