/** What these routes need of the services. */
import type { listEvidencePackages, makeEvidencePackage, recordReceipt } from '../../../services/evidence-packages/index.ts';
import type { Bound } from '../../bound.ts';

/** Packages of evidence, and the receipts of archives. */
export interface EvidencePackageServices {
  readonly make: Bound<typeof makeEvidencePackage>;
  readonly list: Bound<typeof listEvidencePackages>;
  readonly receive: Bound<typeof recordReceipt>;
}
