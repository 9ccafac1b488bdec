export { forgetOverdueDrafts, type DraftDependencies } from './drafts.ts';
export { fetchClientStamp, finishClientStamp, giveUpClientStamp } from './finish-client.ts';
export { prepareClientStamp, type ClientStamp, type ClientStampDependencies } from './prepare-client.ts';
export { previewStamp, type PreviewDependencies, type PreviewRequest } from './preview.ts';
export type { DocumentReader, PlacedDocument, StampPreview, WantedStamp } from './reader.ts';
export { refuseRevoked } from './refuse-revoked.ts';
export type { LicenceTypePlace, WantedPlace } from './wanted-place.ts';
export type { SealUse } from './intended.ts';
export { stampDocument, useSeal, type StampRequest, type StampResult } from './stamp.ts';
