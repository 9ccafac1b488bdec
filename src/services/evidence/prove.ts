import { finishStamp, type PreparedDocument } from '../../documents/index.ts';
import type { EvidenceDependencies } from './ports.ts';
import { takeEvidence, TIME_STAMP_SIZE, type ProvenDocument } from './take.ts';

/** Where evidence for later comes from; `later`: another process adds it to what is kept; null: there is none. */
export type EvidenceSource = EvidenceDependencies | 'later' | null;

/** Room to be prepared beside a signature value for a time stamp token, bytes; 0 where this process takes no evidence. */
export function timeStampRoom(source: EvidenceSource): number {
  return isTaken(source) ? TIME_STAMP_SIZE : 0;
}

/** Finishes a document that was prepared with {@link timeStampRoom} with whatever evidence is to be had here; see {@link takeEvidence}. */
export async function prove(
  source: EvidenceSource,
  input: { readonly prepared: PreparedDocument; readonly signature: Uint8Array; readonly unique: string },
): Promise<ProvenDocument> {
  if (isTaken(source)) return takeEvidence(source, input);
  return { file: finishStamp(input.prepared, input.signature), level: 'SES' };
}

/** Whether this process takes evidence itself. */
function isTaken(source: EvidenceSource): source is EvidenceDependencies {
  return source !== null && source !== 'later';
}
