export { createErasureFile } from './erasure-file.ts';
export { createFile, readFileIfPresent, replaceFile } from './replace.ts';
export { createFolderStamp, type FolderStamp } from './folder-stamp.ts';
export { fileStamp } from './stamp.ts';
export { createHeadFile } from './head-file.ts';
export { readHeadLines } from './head-lines.ts';
export { createMarkFile } from './mark-file.ts';
