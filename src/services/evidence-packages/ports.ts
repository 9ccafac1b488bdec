/** What packages of evidence are made and kept with. */
import type { DocumentEngine } from '../../documents/index.ts';
import type { TrustMaterial, VerificationPolicy } from '../../pki/index.ts';
import type { TimeStamper } from '../pki/index.ts';
import type { Clock, JournalDesk } from '../platform.ts';
import type { StatementSigning } from '../statements/index.ts';
import type { OpenStore, RecordStore } from '../storage/index.ts';

/** What making a package takes. */
export interface PackageDependencies extends StatementSigning {
  readonly store: Pick<OpenStore, 'identity' | 'records' | 'journal' | 'blobs'>;
  readonly journal: JournalDesk;
  readonly clock: Clock;
  readonly timeStamper: TimeStamper;
  readonly engine: Pick<DocumentEngine, 'crypto' | 'zlib'>;
  /** What this installation trusts, and knows of certificates. Rejects with TRUST_STORE_INVALID. */
  readonly trust: () => Promise<TrustMaterial>;
  readonly policy: VerificationPolicy;
}

/** What keeping the receipts of archives takes. */
export interface ReceiptDependencies {
  readonly records: RecordStore;
  readonly journal: JournalDesk;
  readonly clock: Clock;
}
