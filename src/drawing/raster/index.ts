export { rasteriseMono, type MonoBitmap } from './mono.ts';
