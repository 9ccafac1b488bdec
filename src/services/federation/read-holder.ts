import { fromUtf8 } from '../../base/bytes.ts';
import type { AuthenticatedHolder } from '../access/index.ts';
import type { HolderAttributes } from './enter-holder.ts';
import type { FederationDependencies } from './ports.ts';

/** What a holder is told of himself. Rejects with BLOB_DAMAGED, BLOB_NOT_FOUND when the session ended meanwhile. */
export async function readHolder(
  { blobs }: { readonly blobs: Pick<FederationDependencies['blobs'], 'get'> },
  { session }: AuthenticatedHolder,
): Promise<HolderAttributes> {
  const { name, citizenNumber, creditCode, organisation } = JSON.parse(
    fromUtf8(await blobs.get(session.blob, session.key)),
  ) as HolderAttributes;
  return { name, citizenNumber, creditCode, organisation };
}
