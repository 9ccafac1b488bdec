export { createDataKeys, type DataKey, type DataKeys } from './data-keys.ts';
export { pseudonymOf, type Pseudonyms } from './pseudonyms.ts';
export { withoutKeys, withoutPersons } from './records.ts';
export { protectStore, type ProtectedStore } from './store.ts';
