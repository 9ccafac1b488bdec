export type { PendingDependencies } from './complete-pending.ts';
export { createPendingQueue, type PendingQueue, type PendingRound } from './pending-queue.ts';
export { freshAnswers } from './answers.ts';
export { listsAtHand } from './lists-at-hand.ts';
export { PROOF_ENDS } from './proof-ends.ts';
export { createRenewals, RENEW_BEFORE, type RenewalRound, type Renewals } from './renewals.ts';
export { makeEvidenceRecord } from './record.ts';
export { provideEvidenceRecord, type ProvidedRecord, type RecordOrder } from './provide-record.ts';
export {
  renewEvidenceRecord,
  RENEWAL_DIGESTS,
  type RecordRenewal,
  type RenewalDigest,
  type RenewedRecord,
} from './renew-record.ts';
export type { EvidenceDependencies, RevocationAnswers } from './ports.ts';
export { prove, proveSignature, timeStampRoom, type EvidenceSource } from './prove.ts';
export { addEvidence, takeEvidence, tokenRoom, type ProvenDocument, type ProvenSignature } from './take.ts';
