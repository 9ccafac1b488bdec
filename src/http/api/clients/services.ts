/** What these routes need of the services. */
import type { Instant } from '../../../base/time.ts';
import type {
  addClientKey,
  authoriseClient,
  blockClient,
  changeClient,
  closeClient,
  endApiKey,
  endClientKey,
  getClient,
  listApiKeys,
  listClients,
  makeClient,
  unblockClient,
} from '../../../services/clients/index.ts';
import type { Bound } from '../../bound.ts';

/** Systems, as administrators work on them, and API keys that belong to none. */
export interface ClientServices {
  readonly list: Bound<typeof listClients>;
  readonly get: Bound<typeof getClient>;
  readonly make: Bound<typeof makeClient>;
  readonly change: Bound<typeof changeClient>;
  readonly authorise: Bound<typeof authoriseClient>;
  readonly block: Bound<typeof blockClient>;
  readonly unblock: Bound<typeof unblockClient>;
  readonly close: Bound<typeof closeClient>;
  readonly addKey: Bound<typeof addClientKey>;
  readonly endKey: Bound<typeof endClientKey>;
  readonly apiKeys: Bound<typeof listApiKeys>;
  readonly endApiKey: Bound<typeof endApiKey>;
  readonly now: () => Instant;
}
