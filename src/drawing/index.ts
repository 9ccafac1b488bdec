export * from './model.ts';
export * from './fonts/index.ts';
