import { finishStamp, type PreparedDocument } from '../../documents/index.ts';
import type { EvidenceDependencies } from './ports.ts';
import { takeEvidence, TIME_STAMP_SIZE, type ProvenDocument } from './take.ts';

/** Where evidence for later comes from; null: there is none. */
export type EvidenceSource = EvidenceDependencies | null;

/** Room to be prepared beside a signature value for a time stamp token, bytes; 0 where no evidence is taken. */
export function timeStampRoom(source: EvidenceSource): number {
  return source === null ? 0 : TIME_STAMP_SIZE;
}

/** Finishes a document that was prepared with {@link timeStampRoom} with whatever evidence is to be had here; see {@link takeEvidence}. */
export async function prove(
  source: EvidenceSource,
  input: { readonly prepared: PreparedDocument; readonly signature: Uint8Array; readonly unique: string },
): Promise<ProvenDocument> {
  if (source !== null) return takeEvidence(source, input);
  return { file: finishStamp(input.prepared, input.signature), level: 'SES' };
}
