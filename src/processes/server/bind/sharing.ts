import type { HttpServices } from '../../../http/services.ts';
import { listEvidencePackages, makeEvidencePackage, recordReceipt } from '../../../services/evidence-packages/index.ts';
import { exchangeApiKey, issueToken } from '../../../services/oauth/index.ts';
import {
  createPatience,
  fetchSharedFile,
  listDirectoryErrors,
  queryShared,
  readSharedCode,
  resolveDirectoryError,
  searchShared,
  sharedChanges,
  sharedDirectory,
  sharedMetadata,
  sharedStatuses,
  shareFile,
  shareFileAddress,
  tellDirectoryErrors,
  verifySharedFields,
  verifySharedFile,
  type PatienceTerms,
  type SharingDependencies,
} from '../../../services/sharing/index.ts';
import { statementKeys } from '../../../services/statements/index.ts';
import { endWebhook, listWebhooks, makeWebhook, replayWebhook } from '../../../services/webhooks/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** A call waits for so long; what takes longer is asked for again. */
const PATIENCE: PatienceTerms = { longest: 5_000, kept: 60_000, most: 500 };

/** What sharing works with. */
export function sharingDependencies({
  access,
  licences,
  verification,
}: Pick<HttpDependencies, 'access' | 'verification'> & {
  readonly licences: Pick<HttpDependencies['licences'], 'store' | 'journal' | 'clock' | 'random' | 'publicUrl'>;
}): SharingDependencies {
  const { store, journal, clock, random, publicUrl } = licences;
  return {
    ...{ store, journal, clock, random, crypto: access.crypto, quota: access.quota, verification, publicUrl },
    patience: createPatience(PATIENCE),
  };
}

/** Sharing of licences with systems. */
export function bindSharing(
  dependencies: HttpDependencies,
): Pick<HttpServices, 'sharing' | 'webhooks' | 'directoryErrors' | 'evidencePackages'> {
  const { access, licences, notices, packages } = dependencies;
  const { store, journal, clock, random, publicUrl, custody } = licences;
  const deps = sharingDependencies(dependencies);
  const webhooks = { records: store.records, journal, clock, random, sender: notices };
  const oauth = { ...access, issuer: publicUrl };
  return {
    sharing: {
      token: (order) => issueToken(oauth, order),
      tokenByKey: (order) => exchangeApiKey(oauth, order),
      search: (actor, search) => searchShared(deps, actor, search),
      query: (actor, order) => queryShared(deps, actor, order),
      metadata: (actor, order) => sharedMetadata(deps, actor, order),
      file: (actor, order) => shareFile(deps, actor, order),
      fileAddress: (actor, order) => shareFileAddress(deps, actor, order),
      fetch: (secret) => fetchSharedFile(deps, secret),
      verifyFields: (actor, question) => verifySharedFields(deps, actor, question),
      verifyFile: (actor, order) => verifySharedFile(deps, actor, order),
      readCode: (actor, order) => readSharedCode(deps, actor, order),
      statuses: (actor, order) => sharedStatuses(deps, actor, order),
      changes: (actor, page) => sharedChanges(deps, actor, page),
      directory: (actor, order) => sharedDirectory(deps, actor, order),
      directoryErrors: (actor, order) => tellDirectoryErrors(deps, actor, order),
      now: () => clock.now(),
    },
    webhooks: {
      list: (actor, page) => listWebhooks(webhooks, actor, page),
      make: (actor, order) => makeWebhook(webhooks, actor, order),
      replay: (actor, order) => replayWebhook(webhooks, actor, order),
      end: (actor, id) => endWebhook(webhooks, actor, id),
      keys: () => statementKeys({ custody, crypto: access.crypto }),
    },
    evidencePackages: {
      make: (actor, order) => makeEvidencePackage(packages, actor, order),
      list: (actor, page) => listEvidencePackages(webhooks, actor, page),
      receive: (actor, order) => recordReceipt(webhooks, actor, order),
    },
    directoryErrors: {
      list: (actor, page) => listDirectoryErrors(webhooks, actor, page),
      resolve: (actor, order) => resolveDirectoryError(webhooks, actor, order),
    },
  };
}
