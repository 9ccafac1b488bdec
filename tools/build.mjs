/**
 * Builds `dist/`: the server and the command line (esbuild), and the web page (Vite). With `--if-needed` it does nothing when what
 * was built is newer than every source.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from './programs.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.built');

if (process.argv.includes('--if-needed') && isFresh()) process.exit(0);
process.stderr.write('Building 印证 …\n');
rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST, { recursive: true });
await buildPrograms(DIST);
await buildPage();
writeFileSync(STAMP, '');

function isFresh() {
  if (!existsSync(STAMP)) return false;
  const built = statSync(STAMP).mtimeMs;
  const sources = ['package.json', 'package-lock.json', 'tools/build.mjs', 'tools/programs.mjs'].map((name) => join(ROOT, name));
  for (const entry of readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })) {
    sources.push(join(entry.parentPath, entry.name));
  }
  return sources.every((path) => !existsSync(path) || statSync(path).mtimeMs <= built);
}

async function buildPage() {
  const { build } = await import('vite');
  await build({ root: join(ROOT, 'src/web'), configFile: join(ROOT, 'src/web/vite.config.ts'), logLevel: 'warn' });
}
