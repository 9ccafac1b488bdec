export {
  addressOfDigest,
  blobAddress,
  checkBlobKeys,
  isBlobAddress,
  isWhole,
  joinBlobKeys,
  newBlobAddress,
  openBlob,
  sealBlob,
  splitBlobKeys,
  type BlobKeys,
} from './encrypted.ts';
export type { SealBlob, SealingAnswer, SealingTask } from './sealing-thread.ts';
export { createFolderFiles, type Files, type FolderFilesOptions } from './folder.ts';
export {
  fileKeyOf,
  newFileKey,
  readFileKey,
  renewedFileKey,
  saveFileKey,
  withoutEarlier,
  type FileKey,
  type ProtectionSecrets,
} from './key-file.ts';
