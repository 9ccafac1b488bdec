/** Entry of the server: `node dist/server.js`. */
import { fileURLToPath } from 'node:url';
import { openInstallation } from './installation/open.ts';
import { runServer } from './server/main.ts';

await runServer({ open: openInstallation, webRoot: fileURLToPath(new URL('./web/', import.meta.url)) });
