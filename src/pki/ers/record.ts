/** Evidence records (RFC 4998): time stamps over a data object, each over the one before it, in a file beside it. */
import { children, der, isContext, isUniversal, readDer, readIntegerBytes, TAG, type DerNode } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { DigestAlgorithm } from '../../crypto/index.ts';
import { encodeAlgorithm, parseAlgorithm } from '../algorithm.ts';
import { digestIdentifier } from '../signature/identifier.ts';

/** Largest evidence record that is read, bytes. */
export const MAX_EVIDENCE_RECORD_BYTES = 4 * 1024 * 1024;
/** Most archive time stamps of one record: one each year for longer than anything is kept. */
const MAX_TIME_STAMPS = 128;
const MAX_DIGEST_ALGORITHMS = 64;

/** An evidence record of one data object: one chain of archive time stamps, without hash trees. */
export interface EvidenceRecord {
  /** The `timeStamp` fields, from the oldest: TimeStampTokens, DER as received. The first is over the data object, each other over the one before. */
  readonly timeStamps: readonly Uint8Array[];
}

/**
 * Reads an EvidenceRecord (RFC 4998 §3.1); nothing of it is verified. Hash trees, several chains (renewal of the hash tree) and
 * encrypted data objects are not read.
 * @param bytes DER, nothing behind it
 * @throws {YinzhengError} EVIDENCE_RECORD_MALFORMED, DER_MALFORMED
 */
export function parseEvidenceRecord(bytes: Uint8Array): EvidenceRecord {
  if (bytes.length > MAX_EVIDENCE_RECORD_BYTES) throw malformed('larger than allowed');
  const [version, algorithms, ...rest] = sequence(readDer(bytes), 'EvidenceRecord');
  if (!version || !isUniversal(version, TAG.integer) || !isOne(version)) throw malformed('the version is not 1');
  if (!algorithms) throw malformed('digestAlgorithms are missing');
  sequence(algorithms, 'digestAlgorithms', MAX_DIGEST_ALGORITHMS).forEach(parseAlgorithm);
  if (isContext(rest[0], 0)) rest.shift();
  if (rest[0]?.tagClass === 'context') throw malformed('encrypted data objects are not supported');
  const [chains, ...more] = rest;
  if (!chains || more.length > 0) throw malformed('archiveTimeStampSequence is missing');
  const [chain, ...others] = sequence(chains, 'ArchiveTimeStampSequence');
  if (!chain) throw malformed('there is no chain of archive time stamps');
  if (others.length > 0) throw malformed('several chains of archive time stamps are not supported');
  const timeStamps = sequence(chain, 'ArchiveTimeStampChain', MAX_TIME_STAMPS).map(parseArchiveTimeStamp);
  if (timeStamps.length === 0) throw malformed('there is no archive time stamp');
  return { timeStamps };
}

/** ArchiveTimeStamp (RFC 4998 §4.1). */
function parseArchiveTimeStamp(node: DerNode): Uint8Array {
  const fields = [...sequence(node, 'ArchiveTimeStamp')];
  for (const number of [0, 1]) if (isContext(fields[0], number)) fields.shift();
  const [timeStamp, ...more] = fields;
  if (timeStamp?.tagClass === 'context') throw malformed('hash trees are not supported');
  if (!timeStamp || !isUniversal(timeStamp, TAG.sequence) || more.length > 0) throw malformed('not an ArchiveTimeStamp');
  return timeStamp.raw;
}

/** DER of an EvidenceRecord whose digests are all by one algorithm; see {@link EvidenceRecord}. */
export function encodeEvidenceRecord({ timeStamps }: EvidenceRecord, digest: DigestAlgorithm): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.sequence(encodeAlgorithm(digestIdentifier(digest))),
    der.sequence(der.sequence(...timeStamps.map((timeStamp) => der.sequence(timeStamp)))),
  );
}

function isOne(node: DerNode): boolean {
  const value = readIntegerBytes(node);
  return value.length === 1 && value[0] === 1;
}

function sequence(node: DerNode, structure: string, limit?: number): readonly DerNode[] {
  if (!isUniversal(node, TAG.sequence)) throw malformed(`${structure} is not a SEQUENCE`);
  return children(node, limit);
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('EVIDENCE_RECORD_MALFORMED', { technical });
}
