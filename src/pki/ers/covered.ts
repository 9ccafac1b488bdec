/** What the time stamps of an evidence record are about (RFC 4998 §4.3, §5.3). */
import { concatBytes, equalBytes, toHex } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import type { Fault } from '../../report/index.ts';
import { parseSignedData } from '../cms/parse.ts';
import { digestOf } from '../signature/scheme.ts';
import { parseTimeStampInfo } from '../tsp/info.ts';
import { encodeChains, type ArchiveTimeStamp, type EvidenceRecord } from './record.ts';

/** Which archive time stamp of a record, by the numbers of its chain and of itself in that. */
export interface Position {
  readonly chain: number;
  readonly index: number;
}

/** The bytes whose digest a time stamp is to be over, or why that cannot be said. */
export type Coverage = { readonly covered: Uint8Array } | { readonly fault: Fault };

/**
 * What each time stamp of a record is to be about: the first of all the data object, the first of another chain the digests of data object and
 * all earlier chains, any other the `timeStamp` field before it; where there is a hash tree, what its root is the digest of. Never throws.
 */
export function coverageOf(asked: {
  readonly record: EvidenceRecord;
  readonly data: Uint8Array;
  readonly crypto: CryptoProvider;
}): (position: Position) => Coverage {
  const { record, data, crypto } = asked;
  // Each is read once: one that is large may be the first of many.
  const digests = record.chains.map((chain) => chain.map(namedDigest));
  return ({ chain, index }) => {
    const stamps = record.chains[chain] ?? [];
    const [stamp, before] = [stamps[index], stamps[index - 1]];
    const named = digests[chain]?.[index] ?? null;
    // What cannot be read is told when it is judged.
    if (!stamp || named === null) return { covered: data };
    if (digests[chain]?.[0] !== named || (stamp.digestAlgorithm ?? named) !== named) return failed('FORMAT_FAILURE', MIXED);
    const isPlain = stamp.hashTree.length === 0;
    if (before && isPlain) return { covered: before.timeStamp };
    if (chain === 0 && index === 0 && isPlain) return { covered: data };
    const digest = digestOf(named);
    if (digest === null) return unknownDigest();
    const start = before?.timeStamp ?? (chain === 0 ? data : renewedContent(asked, { chain, digest }));
    return isPlain ? { covered: start } : rootContent(stamp.hashTree, start, (bytes) => crypto.digest(digest, bytes));
  };
}

const MIXED = bilingual('the time stamps of a chain are by different digests', '同一链中的时间戳使用了不同的杂凑算法');
const NOT_IN_TREE = bilingual(
  'the hash tree does not hold what the time stamp is to be about',
  '杂凑树中没有应由该时间戳覆盖的杂凑值',
);

/**
 * What the renewal of a hash tree stamps: the digest of the data object, and that of the DER of all chains before number `chain`, one after
 * the other (RFC 4998 §5.2, steps 2 to 4).
 */
export function renewedContent(
  { record, data, crypto }: { readonly record: EvidenceRecord; readonly data: Uint8Array; readonly crypto: CryptoProvider },
  { chain, digest }: { readonly chain: number; readonly digest: DigestAlgorithm },
): Uint8Array {
  return concatBytes(crypto.digest(digest, data), crypto.digest(digest, encodeChains(record.chains.slice(0, chain))));
}

/** OID of the digest that a time stamp is by; null for a token that cannot be read, which is told when it is judged. */
export function namedDigest({ timeStamp }: Pick<ArchiveTimeStamp, 'timeStamp'>): string | null {
  try {
    const { content } = parseSignedData(timeStamp);
    return content && parseTimeStampInfo(content).imprintAlgorithm;
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

/** Up the reduced hash tree from a leaf (RFC 4998 §4.3): a list of one value is that value, of several the digest of all, in their order. */
function rootContent(
  lists: readonly (readonly Uint8Array[])[],
  leaf: Uint8Array,
  digest: (bytes: Uint8Array) => Uint8Array,
): Coverage {
  let content = leaf;
  for (const [level, list] of lists.entries()) {
    const value = digest(content);
    if (level === 0 && !list.some((other) => equalBytes(other, value))) return failed('HASH_FAILURE', NOT_IN_TREE);
    const values = level === 0 ? list : [...list, value];
    if (values.length > 1) content = concatBytes(...[...values].sort((left, right) => (toHex(left) < toHex(right) ? -1 : 1)));
  }
  return { covered: content };
}

function failed(code: 'FORMAT_FAILURE' | 'HASH_FAILURE', reason: Bilingual): { readonly fault: Fault } {
  return { fault: { outcome: 'failed', code, evidence: { timeStamp: { code, reason } } } };
}

function unknownDigest(): { readonly fault: Fault } {
  const code = 'CRYPTO_CONSTRAINTS_FAILURE';
  return { fault: { outcome: 'indeterminate', code, evidence: { timeStamp: { code } } } };
}
