import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { HarfBuzz, SubsetExports } from '../../drawing/index.ts';

/** Loads HarfBuzz: its shaping module, and its subsetting WebAssembly module, compiled once and instantiated for each face. */
export async function loadHarfBuzz(): Promise<HarfBuzz> {
  const wasm = createRequire(import.meta.url).resolve('harfbuzzjs/dist/harfbuzz-subset.wasm');
  const [shaping, bytes] = await Promise.all([import('harfbuzzjs'), readFile(wasm)]);
  const subsetting = await WebAssembly.compile(bytes);
  const openSubsetting = (): SubsetExports => {
    const exports = new WebAssembly.Instance(subsetting, {}).exports as unknown as SubsetExports & { _initialize(): void };
    exports._initialize();
    return exports;
  };
  return { shaping, openSubsetting };
}
