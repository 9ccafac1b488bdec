/** Entry of the server: `node dist/server.js`. */
import { fileURLToPath } from 'node:url';
import { zoneOpener } from './installation/open.ts';
import { runServer } from './server/main.ts';

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

await runServer({
  open: zoneOpener({
    verifier: beside('./verifier.js'),
    reader: beside('./reader.js'),
    signer: beside('./signer.js'),
    sealer: beside('./sealer.js'),
  }),
  webRoot: beside('./web/'),
});
