export { createBackupFolder, openBackupFolder } from './folder.ts';
export { createSmallFiles } from './small-files.ts';
