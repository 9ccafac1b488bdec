import { finishCmsSigning, finishStamp, type DocumentEngine } from '../../documents/index.ts';
import type { EvidenceDependencies } from './ports.ts';
import {
  stampSignature,
  takeEvidence,
  takeSignatureEvidence,
  tokenRoom,
  type ProvenDocument,
  type ProvenSignature,
} from './take.ts';

/** Where evidence for later comes from; null: there is none. */
export type EvidenceSource = EvidenceDependencies | null;

/** Room to be prepared beside a signature value for a time stamp token, bytes; 0 where no evidence is taken. */
export function timeStampRoom(source: EvidenceSource): number {
  return source === null ? 0 : tokenRoom(source.timeStamps);
}

/** Finishes a document that was prepared with {@link timeStampRoom} with whatever evidence is to be had here; see {@link takeEvidence}. */
export async function prove(source: EvidenceSource, input: Parameters<typeof takeEvidence>[1]): Promise<ProvenDocument> {
  if (source !== null) return takeEvidence(source, input);
  return { file: finishStamp(input.prepared, input.signature), level: 'SES', proofEnds: null };
}

/**
 * Finishes a signature without a seal with whatever evidence is to be had here; `upTo` is `time-stamp` where other signatures follow at
 * once; see {@link takeSignatureEvidence}.
 */
export async function proveSignature(
  source: EvidenceSource,
  engine: Pick<DocumentEngine, 'crypto'>,
  input: Parameters<typeof takeSignatureEvidence>[1] & { readonly upTo: 'time-stamp' | 'archive' },
): Promise<ProvenSignature> {
  if (source === null) return { file: finishCmsSigning(engine, input.prepared, { signature: input.signature }), level: 'B-B' };
  return input.upTo === 'archive' ? takeSignatureEvidence(source, input) : stampSignature(source, input);
}
