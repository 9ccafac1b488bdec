/** OCSP requests (RFC 6960 §4.1): reading and writing. */
import { children, der, isContext, isUniversal, OID, readDer, readInteger, TAG, type DerNode } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { encodeExtension } from '../extension.ts';
import { parseCertificateId } from './certificate-id.ts';
import { nonceExtension, parseTaggedExtensions, readNonce } from './extensions.ts';
import type { CertificateId, OcspRequest } from './model.ts';

/** Largest request that is read, bytes. */
export const MAX_OCSP_REQUEST_BYTES = 16_384;
/** Most certificates that one request may ask about. */
export const MAX_OCSP_QUESTIONS = 32;

/**
 * Reads one request.
 * @param bytes DER, exactly one OCSPRequest
 * @throws {YinzhengError} OCSP_MALFORMED or DER_MALFORMED, also for a critical extension that is not understood
 */
export function parseOcspRequest(bytes: Uint8Array): OcspRequest {
  if (bytes.length > MAX_OCSP_REQUEST_BYTES) throw malformed('larger than allowed');
  const root = readDer(bytes);
  const [tbs, signature, ...rest] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!isUniversal(tbs, TAG.sequence) || rest.length > 0 || (signature && !isContext(signature, 0))) {
    throw malformed('not an OCSPRequest');
  }
  const fields = [...children(tbs)];
  if (isContext(fields[0], 0)) readVersion(fields.shift() ?? tbs);
  // Who asks is of no concern: the answer is the same for everybody.
  if (isContext(fields[0], 1)) fields.shift();
  const [list, tagged, ...more] = fields;
  if (!isUniversal(list, TAG.sequence) || more.length > 0 || (tagged && !isContext(tagged, 2))) {
    throw malformed('not a list of questions');
  }
  const certificates = children(list, MAX_OCSP_QUESTIONS).map(parseQuestion);
  if (certificates.length === 0) throw malformed('no certificate is asked about');
  const extensions = parseTaggedExtensions(tagged, [OID.ocspNonce]);
  return { raw: root.raw, certificates, nonce: readNonce({ extensions }) };
}

/**
 * DER of a request without signature.
 * @param ids DER of CertIDs
 * @param nonce 1 to 128 octets, null for none
 */
export function encodeOcspRequest(ids: readonly Uint8Array[], nonce: Uint8Array | null): Uint8Array {
  const extensions = nonce === null ? [] : [der.explicit(2, der.sequence(encodeExtension(nonceExtension(nonce))))];
  return der.sequence(der.sequence(der.sequence(...ids.map((id) => der.sequence(id))), ...extensions));
}

/**
 * Checks the explicitly tagged version, which is 1, whether or not DER would leave it out.
 * @throws {YinzhengError} OCSP_MALFORMED
 */
export function readVersion(tagged: DerNode): void {
  const [version, ...rest] = children(tagged);
  if (!version || rest.length > 0 || readInteger(version) !== 0) throw malformed('an unknown version');
}

function parseQuestion(node: DerNode): CertificateId {
  const [id, tagged, ...rest] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!id || rest.length > 0 || (tagged && !isContext(tagged, 0))) throw malformed('not a Request');
  parseTaggedExtensions(tagged, []);
  return parseCertificateId(id);
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('OCSP_MALFORMED', { technical });
}
