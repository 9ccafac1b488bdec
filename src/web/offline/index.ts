export { checkClaim, type ClaimOutcome } from './check-claim.ts';
export { prepareOffline } from './material.ts';
