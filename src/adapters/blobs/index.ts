export { blobAddress, checkBlobKeys, isBlobAddress, isWhole, openBlob, sealBlob, type BlobKeys } from './encrypted.ts';
export type { SealBlob, SealingAnswer, SealingTask } from './sealing-thread.ts';
export { createFolderFiles, type Files, type FolderFilesOptions } from './folder.ts';
export { newFileKey, readFileKey, type FileKey, type NewFileKey } from './key-file.ts';
