export { readFileIfPresent, replaceFile } from './replace.ts';
