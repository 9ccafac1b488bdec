/** How the programs are made of their sources: one file for each, and chunks that they share or load only when they need them. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

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
}
