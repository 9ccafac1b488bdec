/** A program that starts a signer, tells its process id, and is killed. */
import { signerPlaces, startTestSigner } from './signer.ts';

const signer = await startTestSigner(signerPlaces(process.argv[2]));
process.stdout.write(`${signer.pid() ?? 0}`, () => process.kill(process.pid, 'SIGKILL'));
