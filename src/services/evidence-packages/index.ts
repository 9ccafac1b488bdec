export { makeEvidencePackage, type EvidencePackage } from './make.ts';
export type { PackageDependencies, ReceiptDependencies } from './ports.ts';
export { listEvidencePackages, recordReceipt, type PackagePage, type ReceiptOrder } from './receipts.ts';
export type { PackageCheck, PackageProperty, PackageReport, PackageTerms } from './checks.ts';
export { verifyEvidencePackage } from './verify.ts';
