export { rasteriseMono, type MonoBitmap } from './mono.ts';
export { settleEdges } from './settle.ts';
