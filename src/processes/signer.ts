/** Entry of the signer, the process that alone holds private keys: `dist/signer.js`, started by the server and by commands. */
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { fromHex } from '../base/bytes.ts';
import { serveSigner, type SignerSettings } from '../adapters/custody/index.ts';
import { runNativeSelfTest } from '../crypto/native/index.ts';
import { localKeyRoom } from './installation/key-room.ts';

// What ends a server ends with it the processes of its group; this one has to outlive the requests under way.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.umask(0o077);
process.stdout.on('error', () => undefined);

const input = createInterface({ input: process.stdin });
const gone = new Promise<void>((resolve) => input.once('close', resolve));
const settings = await new Promise<SignerSettings | null>((resolve) => {
  input.once('line', (line) => resolve(JSON.parse(line) as SignerSettings));
  input.once('close', () => resolve(null));
});
if (settings) {
  const { socket, secret, places } = settings;
  const room = localKeyRoom({ places });
  // Opening takes longest, and nobody need ask for it to begin; what is wrong is told to whoever asks.
  room.open().catch(() => undefined);
  runNativeSelfTest();
  const end = await serveSigner({
    path: socket,
    secret: fromHex(secret),
    room,
    onError: (error) => process.stderr.write(`signer: ${error instanceof Error ? (error.stack ?? error.name) : typeof error}\n`),
  });
  process.stdout.write('ready\n');
  await gone;
  await end();
  await room.close();
  // Whoever started this may be gone.
  await rm(dirname(socket), { recursive: true, force: true });
  // A device may hang, and its call with it.
  process.exit();
}
