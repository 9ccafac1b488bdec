import { YinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import type { Clock } from '../platform.ts';
import type { EvidenceSource } from './prove.ts';
import { makeEvidenceRecord } from './record.ts';
import { renewEvidenceRecord, type RenewalDigest, type RenewedRecord } from './renew-record.ts';

/** A seal signature without a document, and the record beside it that is to be renewed; null for one to be made. */
export interface RecordOrder {
  /** SES_Signature, DER. */
  readonly signature: Uint8Array;
  readonly record: Uint8Array | null;
  /** By which digest a record is renewed. */
  readonly digest?: RenewalDigest | undefined;
}

/** An evidence record. `renewal` is null for one that was made anew. */
export interface ProvidedRecord {
  /** DER. */
  readonly record: Uint8Array;
  readonly renewal: RenewedRecord['renewal'] | null;
}

/**
 * Makes or renews an evidence record for somebody; neither signature nor record is kept. Rejects with NOT_ALLOWED, REVOCATION_UNAVAILABLE where no
 * evidence is to be had here, and as {@link makeEvidenceRecord} and {@link renewEvidenceRecord} do.
 */
export async function provideEvidenceRecord(
  { evidence, clock }: { readonly evidence: EvidenceSource; readonly clock: Clock },
  actor: Actor,
  { signature, record, digest }: RecordOrder,
): Promise<ProvidedRecord> {
  authorise(actor, 'evidence-record:make');
  if (evidence === null) throw new YinzhengError('REVOCATION_UNAVAILABLE');
  if (record === null) return { record: await makeEvidenceRecord(evidence, signature), renewal: null };
  return renewEvidenceRecord({ ...evidence, clock }, { file: signature, record, digest });
}
