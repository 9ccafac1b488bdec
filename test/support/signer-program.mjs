/** The signer from its sources: a process started by a program does not inherit the loader that the tests run under. */
import { existsSync } from 'node:fs';
import { register } from 'tsx/esm/api';

// A test that wants a signer to be broken puts a file there.
if (existsSync(process.env['SIGNER_IS_BROKEN'] ?? '')) process.exit(1);
register();
await import('../../src/processes/signer.ts');
