import type { PublicServices } from '../../http/services.ts';
import type { CertificateList } from '../../pki/index.ts';
import { countStatusLists, getPublication } from '../../services/claims/index.ts';
import type { RecordStore } from '../../services/storage/index.ts';
import { examineFile, verifyCode, type Register, type VerificationDependencies } from '../../services/verification/index.ts';

/** What a server for the public alone works with. */
export interface PublicDependencies {
  readonly verification: VerificationDependencies & {
    readonly store: { readonly records: Register & Pick<RecordStore, 'get'> };
  };
  /** Rejects with REVOCATION_LIST_NOT_FOUND. */
  readonly revocationList: (name: string) => Promise<CertificateList>;
  readonly storeReady: () => Promise<boolean>;
}

/** The use cases of the public, given what they depend on. A report is not kept: it could not be sealed here. */
export function bindPublicServices({ verification, revocationList, storeReady }: PublicDependencies): PublicServices {
  const { clock, store } = verification;
  return {
    verification: {
      file: async (actor, input) => ({ ...(await examineFile(verification, actor, input)), id: null, keptUntil: null }),
      code: (typed, moment) => verifyCode({ clock, store }, typed, moment),
      prints: false,
    },
    publications: {
      get: (name) => getPublication(store.records, name),
      lists: () => countStatusLists(store.records),
    },
    revocation: { list: revocationList, now: () => clock.now() },
    readiness: async () => [{ name: 'store', ready: await storeReady().catch(() => false) }],
    custody: () => ({ signerStarts: 0, auditDifferences: null, ledger: null }),
    expiries: () => [],
    alarmsRaised: () => ({}),
    pendingEvidence: () => null,
    anchoring: () => null,
  };
}
