/** Time stamp tokens (RFC 3161, GM/T 0033): what they are about and when they were made. */
import {
  children,
  isUniversal,
  OID,
  readDer,
  readIntegerBytes,
  readOctetString,
  readOid,
  readTime,
  TAG,
} from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { parseAlgorithm } from '../algorithm.ts';
import { digestOf } from '../signature/scheme.ts';
import { parseSignedData } from './parse.ts';
import { settleCms, withCertificates, type CmsResult, type DetachedCms } from './verify.ts';

/** The statement of a time stamp authority (RFC 3161 §2.4.2). */
export interface TimeStampInfo {
  readonly policy: string;
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
  /** Content octets of the serial number's INTEGER. */
  readonly serialNumber: Uint8Array;
  readonly time: Instant;
}

/** What is known of a token: the signature over it, and in `data-hash` whether it is about the given content. */
export interface TimeStampResult extends CmsResult {
  readonly info: TimeStampInfo;
}

/**
 * Verifies a time stamp token over `content` (a signature value, or a document's byte ranges). Trust in the authority is another question.
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function verifyTimeStamp({ cms, content, crypto, cache, certificates }: DetachedCms): TimeStampResult {
  const data = withCertificates(parseSignedData(cms), certificates);
  if (data.contentType !== OID.tstInfo || data.content === null) throw malformed('not a time stamp token');
  const info = parseTimeStampInfo(data.content);
  const algorithm = digestOf(data.signer.digestAlgorithm.oid);
  const digests = algorithm === null ? [] : [crypto.digest(algorithm, data.content)];
  const result = settleCms(data, { digests, messages: [[data.content]] }, { crypto, cache });
  const imprint = digestOf(info.imprintAlgorithm);
  if (imprint !== null && equalBytes(crypto.digest(imprint, ...content), info.imprint)) return { ...result, info };
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

/**
 * Reads TSTInfo.
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function parseTimeStampInfo(bytes: Uint8Array): TimeStampInfo {
  const root = readDer(bytes);
  const [version, policy, imprintNode, serial, time] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!version || !policy || !imprintNode || !serial || !time) throw malformed('a field of TSTInfo is missing');
  const [algorithm, imprint, ...rest] = children(imprintNode);
  if (!algorithm || !imprint || rest.length > 0) throw malformed('not a MessageImprint');
  return {
    policy: readOid(policy),
    imprintAlgorithm: parseAlgorithm(algorithm).oid,
    imprint: readOctetString(imprint),
    serialNumber: readIntegerBytes(serial),
    time: readTime(time),
  };
}

function malformed(reason: string): YinzhengError {
  return new YinzhengError('CMS_MALFORMED', { reason });
}
