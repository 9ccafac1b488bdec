export {
  addressOfDigest,
  blobAddress,
  checkBlobKeys,
  isBlobAddress,
  isWhole,
  openBlob,
  sealBlob,
  type BlobKeys,
} from './encrypted.ts';
export type { SealBlob, SealingAnswer, SealingTask } from './sealing-thread.ts';
export { createFolderFiles, type Files, type FolderFilesOptions } from './folder.ts';
export { fileKeyOf, newFileKey, readFileKey, saveFileKey, type FileKey, type ProtectionSecrets } from './key-file.ts';
