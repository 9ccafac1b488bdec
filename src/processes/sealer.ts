/** Program of a thread that encrypts files: `dist/sealer.js`, started by the server. */
import { parentPort, workerData } from 'node:worker_threads';
import { sealBlob, type BlobKeys, type SealingAnswer, type SealingTask } from '../adapters/blobs/index.ts';

const keys = workerData as BlobKeys;

parentPort?.on('message', ({ number, address, bytes, own }: SealingTask) => {
  // A buffer of its own can be handed over instead of copied.
  const envelope = new Uint8Array(sealBlob(own ?? keys, address, bytes));
  parentPort?.postMessage({ number, envelope } satisfies SealingAnswer, [envelope.buffer]);
});
