/** How the programs are made of their sources: one file for each, and chunks that they share or load only when they need them. */
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
/** What threads of a pool are started with; it is CommonJS, and no part of a bundle. */
const LOADER = 'src/adapters/isolation/thread.cjs';

export async function buildPrograms(outdir) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: ROOT,
    entryPoints: {
      server: 'src/processes/server.ts',
      verifier: 'src/processes/verifier.ts',
      reader: 'src/processes/reader.ts',
      sealer: 'src/processes/sealer.ts',
      signer: 'src/processes/signer.ts',
      'custody-server': 'src/processes/custody-server.ts',
      cli: 'src/processes/cli.ts',
    },
    outdir,
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  });
  // Found beside the module that names it, which is a program or a chunk.
  for (const folder of [outdir, join(outdir, 'chunks')]) cpSync(join(ROOT, LOADER), join(folder, 'thread.cjs'));
}
