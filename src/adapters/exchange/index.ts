export { createExchangeFolder } from './folder.ts';
