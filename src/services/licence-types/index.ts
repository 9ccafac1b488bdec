export { dictionariesOf } from './dictionaries.ts';
export { faceRecord, keepFace } from './face-templates.ts';
export { getLicenceType } from './get.ts';
export { listLicenceTypes } from './list.ts';
export type { LicenceTypeView } from './shown.ts';
export { useLicenceType, type MadeBy, type UsableType } from './use.ts';
