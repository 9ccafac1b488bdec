export { backOff, GIVEN_UP_AFTER } from './back-off.ts';
export {
  DIRECTORY_OPERATIONS,
  profileFaults,
  readDate,
  readProfile,
  SHARING_CHANGES,
  SHARING_MEMBERS,
  SHARING_OPERATIONS,
  SHARING_OUTCOMES,
  writeDate,
  type SharingChange,
  type SharingMember,
  type SharingOperation,
  type SharingOutcome,
  type SharingProfile,
} from './profile.ts';
export {
  faultOfSharing,
  MOST_MATTERS,
  MOST_SHARED_FIELDS,
  MOST_SHARED_TYPES,
  orderedSharing,
  sharedFields,
  sharedType,
  type SharedType,
  type SharingTerms,
} from './terms.ts';
