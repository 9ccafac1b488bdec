export {
  authoriseClient,
  blockClient,
  changeClient,
  closeClient,
  makeClient,
  unblockClient,
  type ClientTermsChange,
  type NewClient,
} from './administer.ts';
export { endApiKey, listApiKeys, type ApiKeyPage } from './api-keys.ts';
export { getClient, listClients, type ClientPage } from './find.ts';
export { addClientKey, endClientKey, type AddedClientKey, type NewClientKey } from './keys.ts';
export type { ClientDependencies } from './ports.ts';
export type { GivenProof } from './proof.ts';
export { readSharingTerms, sharingTermsSchema } from './sharing-terms.ts';
export type { AskedTerms } from './terms.ts';
export type { ClientOrder } from './write.ts';
