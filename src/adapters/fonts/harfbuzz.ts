import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { HarfBuzz, SubsetExports } from '../../drawing/index.ts';

/** Loads HarfBuzz: its shaping module and a fresh instance of its subsetting WebAssembly module. */
export async function loadHarfBuzz(): Promise<HarfBuzz> {
  const wasm = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
  const [shaping, bytes] = await Promise.all([import('harfbuzzjs'), readFile(wasm)]);
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const exports = instance.exports as unknown as SubsetExports & { _initialize(): void };
  exports._initialize();
  return { shaping, subsetting: exports };
}
