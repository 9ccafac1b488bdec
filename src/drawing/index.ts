export * from './model.ts';
export * from './fonts/index.ts';
export * from './seal/index.ts';
export * from './raster/index.ts';
export * from './png/index.ts';
