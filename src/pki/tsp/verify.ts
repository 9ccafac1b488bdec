/** Verifying time stamp tokens (RFC 3161 §2.4.2, GM/T 0033): what they are about and by whose key. */
import { OID } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import type { DigestAlgorithm } from '../../crypto/index.ts';
import { parseSignedData } from '../cms/parse.ts';
import { settleCms, withCertificates, type CmsResult, type DetachedCms } from '../cms/verify.ts';
import { digestOf } from '../signature/scheme.ts';
import { malformed } from './imprint.ts';
import { parseTimeStampInfo, type TimeStampInfo } from './info.ts';

/** What is known of a token: the signature over it, and in `data-hash` whether it is about the given content. */
export interface TimeStampResult extends CmsResult {
  readonly info: TimeStampInfo;
}

/** A token and the digest that it is to be about. */
export interface ImprintedToken extends Omit<DetachedCms, 'content'> {
  /** The digest of the content by the algorithm that the token names. */
  readonly digestBy: (algorithm: DigestAlgorithm) => Uint8Array;
}

/**
 * Verifies a time stamp token over `content` (a signature value, or a document's byte ranges). Trust in the authority is another question.
 * @throws {YinzhengError} CMS_MALFORMED, TIME_STAMP_MALFORMED or DER_MALFORMED
 */
export function verifyTimeStamp({ cms, content, crypto, cache, certificates }: DetachedCms): TimeStampResult {
  const digestBy = (algorithm: DigestAlgorithm): Uint8Array => crypto.digest(algorithm, ...content);
  return verifyTimeStampOf({ cms, digestBy, crypto, cache, certificates });
}

/**
 * Verifies a token of which only the digest of the content is at hand.
 * @throws {YinzhengError} CMS_MALFORMED, TIME_STAMP_MALFORMED or DER_MALFORMED
 */
export function verifyTimeStampOf({ cms, digestBy, crypto, cache, certificates }: ImprintedToken): TimeStampResult {
  const data = withCertificates(parseSignedData(cms, cache), certificates);
  if (data.contentType !== OID.tstInfo || data.content === null) throw malformed('not a time stamp token');
  const info = parseTimeStampInfo(data.content);
  const algorithm = digestOf(data.signer.digestAlgorithm.oid);
  const digests = algorithm === null ? [] : [crypto.digest(algorithm, data.content)];
  const result = settleCms(data, { digests, messages: [[data.content]], deviations: [] }, { crypto, cache });
  const imprint = digestOf(info.imprintAlgorithm);
  if (imprint !== null && equalBytes(digestBy(imprint), info.imprint)) return { info, ...result };
  const code = imprint === null ? 'CRYPTO_CONSTRAINTS_FAILURE' : 'HASH_FAILURE';
  const outcome = imprint === null ? 'indeterminate' : 'failed';
  const checks = result.checks.map((check) =>
    check.id === 'data-hash' && check.outcome === 'passed'
      ? ({ id: 'data-hash', outcome, code, clause: 'RFC 3161 §2.4.2' } as const)
      : check,
  );
  const intact = code === 'HASH_FAILURE' || result.intact === false ? false : null;
  return { ...result, info, intact, checks, codes: checks.flatMap(({ code: found }) => found ?? []) };
}
