export { isUse, licenceOfEvent, useOfEntry, useTimePrefix } from './from-entry.ts';
export { USE_KINDS, type UseKind, type UseObjection, type UseRecord } from './model.ts';
