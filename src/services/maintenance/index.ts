export { readAuditMark, writeAuditMark } from './audit-mark.ts';
export { makeBackup, type BackupSummary } from './backup.ts';
export { checkBackup, checkNotOlder } from './check-backup.ts';
export { examineIssued } from './examine-issued.ts';
export { examineExpiry, type ExpiryExamination } from './examine-expiry.ts';
export { examineProtection } from './examine-protection.ts';
export { rotateDataKey } from './rotate-data-key.ts';
export { examineHeads, type HeadsExamination } from './examine-heads.ts';
export { examineErasures } from './examine-erasures.ts';
export { examineGrants, type GrantsExamination } from './examine-grants.ts';
export { examineKeyUses } from './examine-key-uses.ts';
export { examineStore } from './examine-store.ts';
export { examineTrust, type TrustExamination } from './examine-trust.ts';
export { finding, type Finding } from './findings.ts';
export { checkHighWater, createMarkWriter, type MarkWriter } from './high-water.ts';
export { MANIFEST, type BackupManifest } from './manifest.ts';
export type {
  BackupDependencies,
  BackupReader,
  BackupWriter,
  HighWaterMark,
  MaintenanceDependencies,
  MarkKeeper,
  PartDigest,
  SmallFiles,
} from './ports.ts';
export { checkWhole, restoreBackup, type RestoreTarget } from './restore.ts';
export { reconcileKeyUses, type Difference, type ReconcileDependencies, type Reconciliation } from './reconcile.ts';
