export { loadHarfBuzz } from './harfbuzz.ts';
export { bundledFaces, loadFonts, type FontFile, type FontsConfig } from './load.ts';
export { bundledReserve } from './reserve.ts';
