/** Entry of the custody server: `node dist/custody-server.js FILE` serves keys to other machines. */
import { runCustodyServer } from './custody-server/run.ts';

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('node dist/custody-server.js FILE\n');
  process.exitCode = 3;
} else {
  await runCustodyServer(path, process);
}
