/** Records from before the ends of their time stamps' certificates were kept: read from the files, once. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { lastDocumentTimeStamp } from '../../documents/index.ts';
import { currentEdition, originalFile, type LicenceRecord } from '../../domain/licence/index.ts';
import type { SettingRecord } from '../storage/index.ts';
import type { PendingDependencies } from './complete-pending.ts';
import { unitEnd } from './take.ts';

/** `_id` in `settings` of how far it has come. */
export const PROOF_ENDS = 'proof-ends';
const PAGE = 100;

/** Completes at most {@link PAGE} records; nothing is left to do when all have been seen. Rejects with STORE_UNAVAILABLE. */
export async function recordProofEnds(deps: PendingDependencies): Promise<void> {
  const { records } = deps.store;
  const mark = await records.get('settings', PROOF_ENDS);
  if (mark?.value['done'] === true) return;
  const after = mark?.value['after'];
  const page = await records.list('licences', { limit: PAGE, ...(typeof after === 'string' && { after }) });
  for (const licence of page) await complete(deps, licence);
  const value = { done: page.length < PAGE, after: page.at(-1)?._id ?? null };
  const next: SettingRecord = { _id: PROOF_ENDS, schema: 1, version: (mark?.version ?? 0) + 1, value };
  try {
    await (mark ? records.replace('settings', next) : records.insert('settings', next));
  } catch (error) {
    // Another server does the same.
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
}

const TRIES = 5;

async function complete(deps: PendingDependencies, found: LicenceRecord): Promise<void> {
  const { store, evidence } = deps;
  let licence: LicenceRecord | null = found;
  for (let attempt = 1; licence && attempt <= TRIES; attempt++) {
    const file = licence.state === 'published' ? originalFile(currentEdition(licence)) : undefined;
    if (file?.evidence !== 'SES-LT' || licence.proofEnds !== undefined) return;
    try {
      const token = lastDocumentTimeStamp(evidence.engine, await store.blobs.get(file.blob, file.key));
      const end = token && unitEnd(token, evidence.cache);
      if (end === null) return;
      await store.records.replace('licences', { ...licence, version: licence.version + 1, proofEnds: isoInstant(end) });
      return;
    } catch (error) {
      if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
      if (!isYinzhengError(error, 'VERSION_CONFLICT')) {
        evidence.onError(error);
        return;
      }
      licence = await store.records.get('licences', found._id);
    }
  }
}
