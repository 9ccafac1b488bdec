/** Entry of the command line: `node dist/cli.js COMMAND …`. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { main } from '../cli/main.ts';
import { createCliContext } from './cli/context.ts';

for (const stream of [process.stdout, process.stderr]) {
  // Whoever reads the output may stop reading, as `head` does.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

/** Run from its sources, the program lies one folder deeper than built. */
const isBuilt = !import.meta.url.endsWith('.ts');
const manifest = new URL(isBuilt ? '../package.json' : '../../package.json', import.meta.url);

/** From its sources, the program has no other beside it. */
const signer = isBuilt ? { signer: fileURLToPath(new URL('signer.js', import.meta.url)) } : {};

const context = createCliContext({
  ...signer,
  env: process.env,
  cwd: process.cwd(),
  version: () => (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string }).version,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  ...(process.stderr.isTTY && { progress: (text: string | null) => void process.stderr.write(`\r\x1b[K${text ?? ''}`) }),
});
process.exitCode = await main(context, process.argv.slice(2));
