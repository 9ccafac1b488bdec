export {
  LEDGER_WORDS,
  termsText,
  type ApproverCode,
  type EnteredGrant,
  type GrantCustody,
  type LedgerComparison,
  type LedgerGrantStanding,
  type LedgerMark,
  type LedgerOrder,
  type LedgerStanding,
  type UseClaim,
  type UseElsewhere,
} from './ports.ts';
export { claimLedger, readAuthority, setLedgerClock, takeOverLedger, type LedgerAuthority } from './authority.ts';
export { admitKeyUse, grantsOfKey, type KeyUseOrder } from './admit-key.ts';
export { admitUse, refuseUnusable, type AdmittedUse, type UseOrder } from './admit-use.ts';
export { checkLedger, compareLedger, createLedgerWatch, type LedgerFitness, type LedgerWatch } from './ledger-mark.ts';
export { followPlannedEnds } from './planned-ends.ts';
export {
  beginGrants,
  beginKeyGrants,
  grantInDemonstration,
  grantKeyInDemonstration,
  grantToOwners,
  ownersGrant,
} from './begin.ts';
export { confirmGrant, refuseGrant } from './decide.ts';
export { accountOf } from './accounts.ts';
export { endGrant, endInCustody } from './end.ts';
export { approveUse, refuseUse, withdrawUse } from './approvals/decide.ts';
export { getApproval, listApprovals, type ApprovalPage, type ApprovalPageOrder } from './approvals/find.ts';
export { requestUse, type UseApplication } from './approvals/request.ts';
export { handOver, nameDeputy } from './duties.ts';
export {
  accountFollower,
  closeEverywhere,
  lockEverywhere,
  unlockEverywhere,
  type FollowDependencies,
  type ShutOutDependencies,
} from './shut-out.ts';
export { followEnded, tellEnded } from './end-versions.ts';
export { joinStops } from './join-stops.ts';
export { listStops, type ListedStop, type StopPage } from './list-stops.ts';
export { takeSealStep } from './step.ts';
export { followStops, resumeSeal, stopSeal, type StopOrder, type ToldStop } from './stop.ts';
export { enrolApprover, type EnrolledApprover } from './enrol.ts';
export { getCountedGrant, getGrant, grantsOfSeal, listGrants, type CountedGrant, type GrantPage } from './find.ts';
export type { GrantDependencies } from './ports.ts';
export { proposeGrant, type ProposedGrant } from './propose.ts';
