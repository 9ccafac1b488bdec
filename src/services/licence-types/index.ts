export { getLicenceType } from './get.ts';
export { listLicenceTypes } from './list.ts';
