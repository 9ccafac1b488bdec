export { openPkcs12, type KeyFile } from './open.ts';
