export { listOrganisations, type OrganisationPage } from './list.ts';
