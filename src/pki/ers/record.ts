/** Evidence records (RFC 4998): chains of time stamps over a data object, each over what came before it, in a file beside it. */
import {
  children,
  der,
  isContext,
  isUniversal,
  readDer,
  readIntegerBytes,
  readOctetString,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { concatBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { DigestAlgorithm } from '../../crypto/index.ts';
import { encodeAlgorithm, parseAlgorithm } from '../algorithm.ts';
import type { AlgorithmIdentifier } from '../model.ts';
import { digestIdentifier } from '../signature/identifier.ts';

/** Largest evidence record that is read, bytes. */
export const MAX_EVIDENCE_RECORD_BYTES = 4 * 1024 * 1024;
/** Most archive time stamps of one record: one each year for longer than anything is kept. */
const MAX_TIME_STAMPS = 128;
/** Most chains: a digest does not grow old that often. */
const MAX_CHAINS = 16;
const MAX_DIGEST_ALGORITHMS = 64;
/** Most lists of a reduced hash tree, one a level, and most values of a list. */
const MAX_LISTS = 64;
const MAX_VALUES = 1_024;
const LONGEST_DIGEST = 64;

/** One archive time stamp (RFC 4998 §4.1). */
export interface ArchiveTimeStamp {
  /** The fields before `timeStamp`, DER as received; empty where there are none. */
  readonly before: Uint8Array;
  /** OID of the digest of its hash tree where it says so, else it is that of the time stamp. */
  readonly digestAlgorithm: string | null;
  /** The reduced hash tree: lists of digests, the first with that of what is stamped; empty where that is stamped itself. */
  readonly hashTree: readonly (readonly Uint8Array[])[];
  /** The `timeStamp` field: TimeStampToken, DER as received. */
  readonly timeStamp: Uint8Array;
}

/**
 * An evidence record of one data object. In a chain, the first archive time stamp is over the data object and all chains before, each other over
 * the time stamp before it; from the oldest.
 */
export interface EvidenceRecord {
  readonly digestAlgorithms: readonly AlgorithmIdentifier[];
  /** The field `cryptoInfos` [0], DER as received; null where there is none. Nothing in it is used. */
  readonly cryptoInfos: Uint8Array | null;
  readonly chains: readonly (readonly ArchiveTimeStamp[])[];
}

/**
 * Reads an EvidenceRecord (RFC 4998 §3.1); nothing of it is verified. Encrypted data objects are not read.
 * @param bytes DER, nothing behind it
 * @throws {YinzhengError} EVIDENCE_RECORD_MALFORMED, DER_MALFORMED
 */
export function parseEvidenceRecord(bytes: Uint8Array): EvidenceRecord {
  if (bytes.length > MAX_EVIDENCE_RECORD_BYTES) throw malformed('larger than allowed');
  const [version, algorithms, ...rest] = sequence(readDer(bytes), 'EvidenceRecord');
  if (!version || !isUniversal(version, TAG.integer) || !isOne(version)) throw malformed('the version is not 1');
  if (!algorithms) throw malformed('digestAlgorithms are missing');
  const digestAlgorithms = sequence(algorithms, 'digestAlgorithms', MAX_DIGEST_ALGORITHMS).map(parseAlgorithm);
  const cryptoInfos = isContext(rest[0], 0) ? (rest.shift()?.raw ?? null) : null;
  if (rest[0]?.tagClass === 'context') throw malformed('encrypted data objects are not supported');
  const [field, ...more] = rest;
  if (!field || more.length > 0) throw malformed('archiveTimeStampSequence is missing');
  const chains = sequence(field, 'ArchiveTimeStampSequence', MAX_CHAINS).map((chain) =>
    sequence(chain, 'ArchiveTimeStampChain', MAX_TIME_STAMPS).map(parseArchiveTimeStamp),
  );
  if (chains.length === 0) throw malformed('there is no chain of archive time stamps');
  if (chains.some((chain) => chain.length === 0)) throw malformed('there is no archive time stamp');
  if (chains.flat().length > MAX_TIME_STAMPS) throw malformed('too many archive time stamps');
  return { digestAlgorithms, cryptoInfos, chains };
}

function parseArchiveTimeStamp(node: DerNode): ArchiveTimeStamp {
  const fields = [...sequence(node, 'ArchiveTimeStamp')];
  const before: Uint8Array[] = [];
  const take = (number: number): DerNode | null => {
    const [field] = fields;
    if (!isContext(field, number)) return null;
    fields.shift();
    before.push(field.raw);
    return field;
  };
  const digest = take(0);
  take(1);
  const tree = take(2);
  const [timeStamp, ...more] = fields;
  if (!timeStamp || !isUniversal(timeStamp, TAG.sequence) || more.length > 0) throw malformed('not an ArchiveTimeStamp');
  return {
    before: concatBytes(...before),
    digestAlgorithm: digest && implicitAlgorithm(digest),
    hashTree: tree ? hashTreeOf(tree) : [],
    timeStamp: timeStamp.raw,
  };
}

/** OID of an AlgorithmIdentifier whose tag is another. */
function implicitAlgorithm(node: DerNode): string {
  const raw = Uint8Array.from(node.raw);
  raw[0] = 0x30;
  return parseAlgorithm(readDer(raw)).oid;
}

function hashTreeOf(node: DerNode): readonly (readonly Uint8Array[])[] {
  const lists = children(node, MAX_LISTS).map((list) => sequence(list, 'PartialHashtree', MAX_VALUES).map(readOctetString));
  if (lists.length === 0 || lists[0]?.length === 0) throw malformed('the hash tree is empty');
  if (lists.flat().some(({ length }) => length === 0 || length > LONGEST_DIGEST))
    throw malformed('a value of the hash tree is no digest');
  return lists;
}

/** DER of an EvidenceRecord; what was received is written as it was. */
export function encodeEvidenceRecord({ digestAlgorithms, cryptoInfos, chains }: EvidenceRecord): Uint8Array {
  return der.sequence(
    der.integer(1),
    der.sequence(...digestAlgorithms.map(encodeAlgorithm)),
    ...(cryptoInfos ? [cryptoInfos] : []),
    encodeChains(chains),
  );
}

/** DER of an ArchiveTimeStampSequence: what the renewal of a hash tree is about besides the data object (RFC 4998 §5.2). */
export function encodeChains(chains: EvidenceRecord['chains']): Uint8Array {
  const archive = ({ before, timeStamp }: ArchiveTimeStamp): Uint8Array => der.sequence(before, timeStamp);
  return der.sequence(...chains.map((chain) => der.sequence(...chain.map(archive))));
}

/** A record of one chain of time stamp tokens (DER) without hash trees, all by one digest, from the oldest. */
export function evidenceRecordOf(timeStamps: readonly Uint8Array[], digest: DigestAlgorithm): EvidenceRecord {
  return { digestAlgorithms: [digestIdentifier(digest)], cryptoInfos: null, chains: [timeStamps.map(archiveTimeStamp)] };
}

/** An archive time stamp without a hash tree. */
export function archiveTimeStamp(timeStamp: Uint8Array): ArchiveTimeStamp {
  return { before: new Uint8Array(0), digestAlgorithm: null, hashTree: [], timeStamp };
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
