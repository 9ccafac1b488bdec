export { createZip, type Zip } from './write.ts';
