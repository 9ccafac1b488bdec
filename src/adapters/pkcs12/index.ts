export { openPkcs12 } from './open.ts';
