import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import {
  addValidationValues,
  certificatesOf,
  digestOf,
  encodeEvidenceRecord,
  evidenceRecordData,
  judgeEvidenceRecord,
  lastTimeStamp,
  namedDigest,
  parseEvidenceRecord,
  renewedContent,
  withChain,
  withLastToken,
  withTimeStamp,
  withValidationData,
  type EvidenceRecord,
} from '../../pki/index.ts';
import { parseSesSignature } from '../../ses/index.ts';
import type { Clock } from '../platform.ts';
import type { EvidenceDependencies } from './ports.ts';
import { validationData } from './take.ts';

/** Digests that evidence records are renewed by. */
export const RENEWAL_DIGESTS = ['sm3', 'sha256'] as const;

/** A digest that evidence records are renewed by. */
export type RenewalDigest = (typeof RENEWAL_DIGESTS)[number];

/** A record to be renewed, and the file that it lies beside. */
export interface RecordRenewal {
  readonly file: Uint8Array;
  readonly record: Uint8Array;
  /** The digest from now on; when absent that of the last chain, or SM3 where nothing new is stamped by that. */
  readonly digest?: RenewalDigest | undefined;
}

/** A renewed record. */
export interface RenewedRecord {
  /** DER. */
  readonly record: Uint8Array;
  /** Whether another chain was begun, since the digest is another (renewal of the hash tree), or the chain goes on (of the time stamp). */
  readonly renewal: 'time-stamp' | 'hash-tree';
}

/**
 * Renews an evidence record before the certificate of its last time stamp ends, or its digest grows weak (RFC 4998 §5.2). The chains of the last
 * time stamp's authority and their status now go into it, the record must prove the file now, and another time stamp covers it: in
 * the same chain by the same digest, or in a new one over file and chains by another. Rejects with EVIDENCE_RECORD_NOT_RENEWABLE,
 * EVIDENCE_RECORD_MALFORMED, SEAL_SIGNATURE_MALFORMED, DER_MALFORMED, and as the sources do.
 */
export async function renewEvidenceRecord(
  deps: EvidenceDependencies & { readonly clock: Clock },
  { file, record: bytes, digest: wanted }: RecordRenewal,
): Promise<RenewedRecord> {
  const { crypto } = deps.engine;
  parseSesSignature(file);
  const given = parseEvidenceRecord(bytes);
  await deps.open?.();
  const last = lastTimeStamp(given);
  const data = await validationData(deps, { certificates: [] }, [last.timeStamp]);
  const record = withLastToken(given, addValidationValues(last.timeStamp, data));
  refuseUnproven(deps, { record, file });
  const present = renewalDigest(digestOf(namedDigest(last) ?? ''));
  const digest = wanted ?? present ?? 'sm3';
  const stamp = (content: Uint8Array) => deps.timeStamps.stamp({ algorithm: digest, digest: crypto.digest(digest, content) });
  const renewed =
    digest === present
      ? withTimeStamp(record, await stamp(lastTimeStamp(record).timeStamp))
      : withChain(
          record,
          await stamp(renewedContent({ record, data: file, crypto }, { chain: record.chains.length, digest })),
          digest,
        );
  const made = encodeEvidenceRecord(renewed);
  // One that has grown too large for any verifier is not given out.
  parseEvidenceRecord(made);
  return { record: made, renewal: digest === present ? 'time-stamp' : 'hash-tree' };
}

function renewalDigest(digest: string | null): RenewalDigest | null {
  return RENEWAL_DIGESTS.find((known) => known === digest) ?? null;
}

/** What is not proven now would not be by another time stamp either. */
function refuseUnproven(
  { engine, trust, clock, cache }: EvidenceDependencies & { readonly clock: Clock },
  { record, file }: { readonly record: EvidenceRecord; readonly file: Uint8Array },
): void {
  const { crypto } = engine;
  const data = evidenceRecordData(record);
  const context = {
    ...{ trust: withValidationData(trust(), data, { crypto, cache }), certificates: certificatesOf(data, cache) },
    policy: { revocation: 'require', acceptDemonstration: true },
    ...{ crypto, cache },
  } as const;
  const { proofs, fault } = judgeEvidenceRecord({ record, data: file, at: clock.now() }, context);
  if (fault === null && proofs.length === record.chains.flat().length) return;
  const reason =
    fault?.code === 'HASH_FAILURE'
      ? bilingual('it is of another file, or was altered', '证据记录属于其他文件，或已被改动')
      : bilingual('not all of its time stamps can be proven now', '其中有时间戳目前无法得到证实');
  throw new YinzhengError('EVIDENCE_RECORD_NOT_RENEWABLE', { reason });
}
