export { MOST_CHANGES, sharedChanges } from './changes.ts';
export {
  listDirectoryErrors,
  resolveDirectoryError,
  type DirectoryErrorDependencies,
  type DirectoryErrorPage,
} from './directory-errors.ts';
export {
  MOST_DIRECTORY_RECORDS,
  sharedDirectory,
  tellDirectoryErrors,
  type DirectoryPage,
  type DirectoryRow,
  type ToldDirectoryError,
} from './directory.ts';
export { feedPlace } from './feed.ts';
export {
  ADDRESS_LIFE,
  fetchSharedFile,
  shareFile,
  shareFileAddress,
  type SharedAddress,
  type SharedFile,
  type SharedFileOrder,
} from './file.ts';
export { followChanges } from './follow.ts';
export { sharedMetadata } from './metadata.ts';
export { createPatience, type Patience, type PatienceTerms } from './patience.ts';
export type { SharingDependencies } from './ports.ts';
export { SHARING_PROFILES } from './profiles.ts';
export { queryShared, readSharedCode, type SharedLicence } from './query.ts';
export { SAMPLE_HOLDER, SAMPLE_TYPES, sampleLicences } from './samples.ts';
export { MOST_SHARED_PAGE, searchShared, type SharedPage, type SharedSearch } from './search.ts';
export type { Shared } from './sharer.ts';
export type { FeedPage, SharedSource, SharedTypeFacts } from './shapes.ts';
export { sourceOf } from './source.ts';
export {
  MOST_STATUSES,
  sharedStatuses,
  verifySharedFields,
  verifySharedFile,
  type SharedStatus,
  type SharedVerification,
} from './verify.ts';
