/** What is measured is what ships: programs are bundled by esbuild as the product is, and run by a node of their own. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** The repository. */
export const ROOT = join(import.meta.dirname, '..');

/** Bundles programs of `bench/programs` by their names; returns the folder they are in. It lies under ROOT, where packages resolve. */
export async function bundlePrograms(names: readonly string[]): Promise<string> {
  const outdir = join(ROOT, 'node_modules/.cache/yinzheng-bench');
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: names.map((name) => `bench/programs/${name}.ts`),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'warning',
  });
  return outdir;
}
