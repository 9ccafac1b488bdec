/** Development: builds on change and restarts the server. */
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';

let server = null;
let timer = null;

function restart() {
  server?.kill('SIGTERM');
  if (spawnSync(process.execPath, ['tools/build.mjs', '--if-needed'], { stdio: 'inherit' }).status !== 0) return;
  server = spawn(process.execPath, ['--enable-source-maps', 'dist/server.js'], { stdio: 'inherit' });
}

restart();
watch('src', { recursive: true }, () => {
  clearTimeout(timer);
  timer = setTimeout(restart, 300);
});
process.on('SIGINT', () => {
  server?.kill('SIGTERM');
  process.exit(0);
});
