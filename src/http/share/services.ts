/** What these routes need of the services. */
import type { exchangeApiKey, issueToken } from '../../services/oauth/index.ts';
import type {
  fetchSharedFile,
  queryShared,
  readSharedCode,
  searchShared,
  sharedChanges,
  sharedDirectory,
  shareFile,
  shareFileAddress,
  sharedMetadata,
  sharedStatuses,
  tellDirectoryErrors,
  verifySharedFields,
  verifySharedFile,
} from '../../services/sharing/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Bound } from '../bound.ts';

/** Sharing of licences with systems. */
export interface SharingServices {
  readonly token: Bound<typeof issueToken>;
  readonly tokenByKey: Bound<typeof exchangeApiKey>;
  readonly search: Bound<typeof searchShared>;
  readonly query: Bound<typeof queryShared>;
  readonly metadata: Bound<typeof sharedMetadata>;
  readonly file: Bound<typeof shareFile>;
  readonly fileAddress: Bound<typeof shareFileAddress>;
  readonly fetch: Bound<typeof fetchSharedFile>;
  readonly verifyFields: Bound<typeof verifySharedFields>;
  readonly verifyFile: Bound<typeof verifySharedFile>;
  readonly readCode: Bound<typeof readSharedCode>;
  readonly statuses: Bound<typeof sharedStatuses>;
  readonly changes: Bound<typeof sharedChanges>;
  readonly directory: Bound<typeof sharedDirectory>;
  readonly directoryErrors: Bound<typeof tellDirectoryErrors>;
  readonly now: () => Instant;
}
