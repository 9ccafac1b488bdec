export type { BodyClass, OrganisationRecord } from './model.ts';
