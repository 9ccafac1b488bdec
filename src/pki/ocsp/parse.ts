/** Reading OCSP responses (RFC 6960 §4.2). */
import {
  children,
  isContext,
  isUniversal,
  OID,
  readBitStringBytes,
  readDer,
  readEnumerated,
  readOctetString,
  readOid,
  readTime,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { parseAlgorithm } from '../algorithm.ts';
import { parseName } from '../certificate/name.ts';
import { parseCertificate } from '../certificate/parse.ts';
import { parseCertificateId } from './certificate-id.ts';
import { parseTaggedExtensions, readNonce, readTimeExtension } from './extensions.ts';
import {
  OCSP_STATUSES,
  type BasicOcspResponse,
  type CertificateStatus,
  type OcspResponseData,
  type OcspStatus,
  type ResponderId,
  type SingleResponse,
} from './model.ts';
import { MAX_OCSP_QUESTIONS, readVersion } from './request.ts';

/** Largest response that is read, bytes. */
export const MAX_OCSP_RESPONSE_BYTES = 262_144;
const MAX_CERTIFICATES = 16;

/** An OCSPResponse: the status alone, or the answer when it is `successful`. */
export type OcspResponse =
  | { readonly status: 'successful'; readonly response: BasicOcspResponse }
  | { readonly status: Exclude<OcspStatus, 'successful'>; readonly response: null };

/**
 * Reads one OCSPResponse; nothing of it is verified.
 * @param bytes DER, exactly one
 * @throws {YinzhengError} OCSP_MALFORMED or DER_MALFORMED, also for another type of response than id-pkix-ocsp-basic
 */
export function parseOcspResponse(bytes: Uint8Array): OcspResponse {
  if (bytes.length > MAX_OCSP_RESPONSE_BYTES) throw malformed('larger than allowed');
  const root = readDer(bytes);
  const [statusNode, tagged, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!statusNode || rest.length > 0) throw malformed('not an OCSPResponse');
  const number = readEnumerated(statusNode);
  const [status] = Object.entries(OCSP_STATUSES).find(([, value]) => value === number) ?? [];
  if (status === undefined) throw malformed('an unknown status');
  if (status !== 'successful') {
    if (tagged) throw malformed('an error with an answer');
    return { status: status as Exclude<OcspStatus, 'successful'>, response: null };
  }
  if (!isContext(tagged, 0)) throw malformed('no answer');
  const [type, content, ...more] = children(only(tagged));
  if (!type || !content || more.length > 0) throw malformed('not ResponseBytes');
  if (readOid(type) !== OID.ocspBasic) throw malformed('not a basic response');
  return { status, response: parseBasicOcspResponse(readOctetString(content)) };
}

/**
 * Reads one BasicOCSPResponse; nothing of it is verified.
 * @throws {YinzhengError} OCSP_MALFORMED or DER_MALFORMED
 */
export function parseBasicOcspResponse(bytes: Uint8Array): BasicOcspResponse {
  if (bytes.length > MAX_OCSP_RESPONSE_BYTES) throw malformed('larger than allowed');
  const root = readDer(bytes);
  const [data, algorithm, signature, tagged, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!data || !algorithm || !signature || rest.length > 0 || (tagged && !isContext(tagged, 0))) {
    throw malformed('not a BasicOCSPResponse');
  }
  return {
    raw: root.raw,
    data: parseResponseData(data),
    signatureAlgorithm: parseAlgorithm(algorithm),
    signature: readBitStringBytes(signature),
    certificates: tagged ? children(only(tagged), MAX_CERTIFICATES).map(({ raw }) => parseCertificate(raw)) : [],
  };
}

/**
 * Reads a ResponseData, the part that is signed.
 * @throws {YinzhengError} OCSP_MALFORMED or DER_MALFORMED, also for a critical extension that is not understood
 */
export function parseOcspResponseData(bytes: Uint8Array): OcspResponseData {
  return parseResponseData(readDer(bytes));
}

function parseResponseData(node: DerNode): OcspResponseData {
  if (!isUniversal(node, TAG.sequence)) throw malformed('not a ResponseData');
  const fields = [...children(node)];
  if (isContext(fields[0], 0)) readVersion(fields.shift() ?? node);
  const [responder, producedAt, list, tagged, ...rest] = fields;
  if (!responder || !producedAt || !isUniversal(list, TAG.sequence) || rest.length > 0 || (tagged && !isContext(tagged, 1))) {
    throw malformed('a field of ResponseData is missing or unexpected');
  }
  const responses = children(list, MAX_OCSP_QUESTIONS).map(parseSingle);
  if (responses.length === 0) throw malformed('an answer about nothing');
  const extensions = parseTaggedExtensions(tagged, [OID.ocspNonce]);
  return {
    raw: node.raw,
    responder: parseResponder(responder),
    producedAt: readGeneralizedTime(producedAt),
    responses,
    nonce: readNonce({ extensions }),
    extensions,
  };
}

function parseResponder(node: DerNode): ResponderId {
  if (isContext(node, 1)) return { kind: 'name', name: parseName(only(node)) };
  if (isContext(node, 2)) return { kind: 'key', keyHash: readOctetString(only(node)) };
  throw malformed('not a ResponderID');
}

const SINGLE_EXTENSIONS: readonly string[] = [OID.ocspArchiveCutoff, OID.invalidityDate, OID.reasonCode];

function parseSingle(node: DerNode): SingleResponse {
  const [id, status, thisUpdate, ...fields] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!id || !status || !thisUpdate) throw malformed('a field of SingleResponse is missing');
  const nextUpdate = isContext(fields[0], 0) ? fields.shift() : undefined;
  const tagged = isContext(fields[0], 1) ? fields.shift() : undefined;
  if (fields.length > 0) throw malformed('an unexpected field of SingleResponse');
  const extensions = parseTaggedExtensions(tagged, SINGLE_EXTENSIONS);
  return {
    certificate: parseCertificateId(id),
    status: parseStatus(status),
    thisUpdate: readGeneralizedTime(thisUpdate),
    nextUpdate: nextUpdate ? readGeneralizedTime(only(nextUpdate)) : null,
    archiveCutoff: readTimeExtension({ extensions }, OID.ocspArchiveCutoff),
    invalidityDate: readTimeExtension({ extensions }, OID.invalidityDate),
  };
}

function parseStatus(node: DerNode): CertificateStatus {
  if (isContext(node, 1)) {
    const [revokedAt, reason, ...rest] = children(node);
    if (!revokedAt || rest.length > 0 || (reason && !isContext(reason, 0))) throw malformed('not a RevokedInfo');
    const number = reason ? readEnumerated(only(reason)) : null;
    return { kind: 'revoked', revokedAt: readGeneralizedTime(revokedAt), reason: number };
  }
  const isNull = !node.constructed && node.content.length === 0;
  if (isContext(node, 0) && isNull) return { kind: 'good' };
  if (isContext(node, 2) && isNull) return { kind: 'unknown' };
  throw malformed('not a CertStatus');
}

function readGeneralizedTime(node: DerNode): Instant {
  if (!isUniversal(node, TAG.generalizedTime)) throw malformed('a time is not a GeneralizedTime');
  return readTime(node);
}

function only(node: DerNode): DerNode {
  const [first, ...rest] = children(node);
  if (!first || rest.length > 0) throw malformed('one value is expected');
  return first;
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('OCSP_MALFORMED', { technical });
}
