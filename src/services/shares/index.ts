export { listMyShares, revokeShare, shareLicence, type ShareOrder } from './grant.ts';
export { downloadShared, listShared, useShare, type SharePage, type ShareUse } from './use.ts';
