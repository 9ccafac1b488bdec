export { createClaimDesk, entryClaim } from './desk.ts';
export { announcedKey, ensureClaimKeys } from './keys.ts';
export type { ClaimDesk, ClaimDeskDependencies, PublishingDependencies } from './ports.ts';
export { countStatusLists, getPublication, type Publication, type PublicationName } from './publication.ts';
export { createStatusPublisher, type StatusPublisher } from './publisher.ts';
