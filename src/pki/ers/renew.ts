/** Evidence records that go on: another time stamp in the chain, or another chain (RFC 4998 §5.2). */
import type { DigestAlgorithm } from '../../crypto/index.ts';
import { sameAlgorithm } from '../algorithm.ts';
import { digestIdentifier } from '../signature/identifier.ts';
import { archiveTimeStamp, type ArchiveTimeStamp, type EvidenceRecord } from './record.ts';

/** The archive time stamp that nothing covers yet. */
export function lastTimeStamp({ chains }: EvidenceRecord): ArchiveTimeStamp {
  const last = chains.at(-1)?.at(-1);
  // A record is not read without one.
  if (!last) throw new RangeError('a record without a time stamp');
  return last;
}

/** The same record with another token in place of the last one: that to which validation data were added, before anything covers it. */
export function withLastToken(record: EvidenceRecord, token: Uint8Array): EvidenceRecord {
  const last = { ...lastTimeStamp(record), timeStamp: token };
  const chains = [...record.chains.slice(0, -1), [...(record.chains.at(-1) ?? []).slice(0, -1), last]];
  return { ...record, chains };
}

/** Renewal of the time stamp: a token over the `timeStamp` field of the last one, by the digest of its chain. */
export function withTimeStamp(record: EvidenceRecord, token: Uint8Array): EvidenceRecord {
  const chains = [...record.chains.slice(0, -1), [...(record.chains.at(-1) ?? []), archiveTimeStamp(token)]];
  return { ...record, chains };
}

/** Renewal of the hash tree: a token over the data object and all chains, by another digest, begins another chain. */
export function withChain(record: EvidenceRecord, token: Uint8Array, digest: DigestAlgorithm): EvidenceRecord {
  const own = digestIdentifier(digest);
  const isNamed = record.digestAlgorithms.some((known) => sameAlgorithm(known, own));
  const digestAlgorithms = isNamed ? record.digestAlgorithms : [...record.digestAlgorithms, own];
  return { ...record, digestAlgorithms, chains: [...record.chains, [archiveTimeStamp(token)]] };
}
