export {
  askForLink,
  decideLink,
  endMyLink,
  getAskedLink,
  listAskedLinks,
  listMyNumbers,
  type AskedLinkOf,
  type LinkPage,
  type MyNumbers,
} from './links.ts';
export { downloadMyLicence, getMyLicence, listMyLicences, type OnBehalf } from './my-licences.ts';
export type { HoldingPage } from './holdings.ts';
export { identify } from './known.ts';
export type { HolderDependencies, KnownHolder } from './ports.ts';
export {
  askToRepresent,
  decideRepresentation,
  delegate,
  endRepresentation,
  getAskedRepresentation,
  listAskedRepresentations,
  listMyRepresentations,
  type ActingFor,
  type DelegationOrder,
  type MyRepresentations,
  type NamedRepresentation,
  type RepresentationOrder,
  type RepresentationPage,
  type WholeRepresentation,
} from './representations.ts';
