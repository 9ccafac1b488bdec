export { createFile, readFileIfPresent, replaceFile } from './replace.ts';
export { createMarkFile } from './mark-file.ts';
