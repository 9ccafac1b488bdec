export { createFile, readFileIfPresent, replaceFile } from './replace.ts';
export { fileStamp } from './stamp.ts';
export { createMarkFile } from './mark-file.ts';
