import { isYinzhengError } from '../../base/errors/index.ts';
import { endedVersions, type SealRecord } from '../../domain/seal/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import type { GrantCustody } from './ports.ts';

interface Dependencies {
  readonly records: Pick<RecordStore, 'get' | 'find' | 'replace'>;
  readonly grants: Pick<GrantCustody, 'enter'>;
}

/**
 * Tells custody of the versions of a seal that were cancelled or lost, or whose keys are in other hands, where the seal's record says that it is
 * still to be told. Where custody does not answer, {@link followEnded} tells it. Rejects as custody and the store do, but for
 * SIGNER_UNAVAILABLE.
 */
export async function tellEnded(deps: Dependencies, code: string): Promise<void> {
  const record = await deps.records.get('seals', code);
  if (record?.untold !== true) return;
  try {
    await tell(deps, record);
  } catch (error) {
    if (!isYinzhengError(error, 'SIGNER_UNAVAILABLE', 'VERSION_CONFLICT')) throw error;
  }
}

/** Tells custody of the versions of seals that have ended of which it was not told yet; resolves to how many seals. Rejects as custody and the store do. */
export async function followEnded(deps: Dependencies): Promise<number> {
  const untold = await deps.records.find('seals', { index: 'untold', equals: true, limit: MAX_PAGE });
  for (const record of untold) {
    try {
      await tell(deps, record);
    } catch (error) {
      // The relay emptied the outbox: it is looked at again the next time.
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
    }
  }
  return untold.length;
}

async function tell(deps: Dependencies, record: SealRecord): Promise<void> {
  await enterEnded(deps, record);
  const { untold, ...told } = record;
  if (untold) await deps.records.replace('seals', { ...told, version: record.version + 1 });
}

/** Enters the versions of a seal that have ended into custody's ledger; what it knows it does not take again. Rejects as custody does. */
export async function enterEnded({ grants }: Pick<Dependencies, 'grants'>, record: SealRecord): Promise<void> {
  for (const { sealDigest: version } of endedVersions(record))
    await grants.enter({ kind: 'version-ended', seal: record._id, version, by: SERVER_ACTOR.client });
}
