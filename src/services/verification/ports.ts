/** What the use cases of verification are given. */
import type { DocumentEngine, DocumentVerification, Verification } from '../../documents/index.ts';
import type { Certificate, PreparedTrust, ValidationData, VerificationCache, VerificationPolicy } from '../../pki/index.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** Verifies documents apart from the process that serves, bounded in time and memory; adapter: `adapters/isolation`. */
export interface IsolatedVerifier {
  /**
   * Rejects with DOCUMENT_TOO_COSTLY when the bounds are exceeded, SERVICE_BUSY when too many wait, and as `verifyDocument` throws.
   * @param question moment of validation, and what the register has of the document
   */
  verify(
    bytes: Uint8Array,
    question: Pick<DocumentVerification, 'at' | 'proofOfExistence' | 'validationData' | 'evidenceRecord'>,
  ): Promise<Verification>;
}

/** What is to be asked about one certificate; addresses as the certificate names them. */
export interface RevocationQuestion {
  readonly ocsp: readonly string[];
  /** OCSPRequest, DER; null where no responder is named. */
  readonly request: Uint8Array | null;
  readonly lists: readonly string[];
  /** Where the issuer's certificate is. */
  readonly issuers: readonly string[];
}

/** Fetches what is missing to judge certificates, from the hosts it is allowed to ask; adapter: `adapters/revocation`. */
export interface RevocationSource {
  /** Never rejects for what cannot be had: that is left out. */
  fetch(questions: readonly RevocationQuestion[]): Promise<ValidationData>;
}

/** What is asked of a register. */
export type Register = Pick<RecordStore, 'find'>;

/** How reports are kept. */
export interface ReportKeeping {
  readonly records: Pick<RecordStore, 'insert' | 'get' | 'list' | 'remove'>;
  /** How long, ms; 0 keeps none. */
  readonly retention: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** Everything that verifying takes. */
export interface VerificationDependencies {
  readonly engine: Pick<DocumentEngine, 'crypto' | 'zlib'>;
  /** The trust of the moment; may change while the service runs. */
  readonly trust: () => PreparedTrust;
  readonly policy: VerificationPolicy;
  /** Certificates given besides those in documents; untrusted. */
  readonly certificates?: readonly Certificate[];
  /** Remembers right signatures between documents. */
  readonly cache?: VerificationCache;
  /** Reads what the register does not know; absent, everything is read in this process. */
  readonly isolated?: IsolatedVerifier;
  /** Fetches what is missing to judge certificates; nothing is fetched when absent. */
  readonly revocation?: RevocationSource;
  /** The register; null for a verifier without one: a command line away from the service. */
  readonly store: { readonly records: Register } | null;
  /** Null for a verifier that only looks: it changes nothing, and tells no one. */
  readonly journal: Pick<JournalDesk, 'record'> | null;
  readonly clock: Clock;
  readonly random: Random;
}
