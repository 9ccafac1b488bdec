export { changeOrganisation, type OrganisationChange } from './change.ts';
export { endOrganisation, nameSuccessors, type OrganisationEnding } from './end.ts';
export { getOrganisation } from './get.ts';
export { listOrganisations, type OrganisationPage } from './list.ts';
export { makeOrganisation, type NewOrganisation } from './make.ts';
export { placeEarlierOrganisations } from './place-earlier.ts';
export type { OrganisationDependencies } from './ports.ts';
export { refuseEnded } from './refuse-ended.ts';
export { succeeds } from './succession.ts';
