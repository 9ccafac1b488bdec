/** Extensions of OCSP messages (RFC 6960 §4.4). */
import { children, der, isUniversal, OID, readDer, readOctetString, readTime, TAG, type DerNode } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { findExtension, type Extended } from '../certificate/extensions.ts';
import { parseExtensions } from '../extension.ts';
import type { Extension } from '../model.ts';

/** Longest nonce, octets (RFC 9654 §2.1). */
export const MAX_NONCE_OCTETS = 128;

/**
 * Reads explicitly tagged extensions of which the critical ones must be among those that are understood.
 * @throws {YinzhengError} OCSP_MALFORMED, DER_MALFORMED
 */
export function parseTaggedExtensions(tagged: DerNode | undefined, understood: readonly string[]): readonly Extension[] {
  if (!tagged) return [];
  const [node, ...rest] = children(tagged);
  if (!node || rest.length > 0 || !isUniversal(node, TAG.sequence)) throw malformed('extensions are expected');
  const extensions = parseExtensions(node);
  const unknown = extensions.find(({ oid, critical }) => critical && !understood.includes(oid));
  if (unknown) throw malformed(`critical extension ${unknown.oid} is not understood`);
  return extensions;
}

/**
 * The nonce, null when absent.
 * @throws {YinzhengError} OCSP_MALFORMED when it is empty or too long, DER_MALFORMED
 */
export function readNonce(from: Extended): Uint8Array | null {
  const extension = findExtension(from, OID.ocspNonce);
  if (extension === null) return null;
  const nonce = readOctetString(readDer(extension.value));
  if (nonce.length === 0 || nonce.length > MAX_NONCE_OCTETS) throw malformed('the nonce is empty or too long');
  return nonce;
}

/** An extension whose value is a GeneralizedTime: archive cutoff (RFC 6960 §4.4.4), invalidity date; null when absent. */
export function readTimeExtension(from: Extended, oid: string): Instant | null {
  const extension = findExtension(from, oid);
  return extension && readTime(readDer(extension.value));
}

/** The extension for a nonce. */
export function nonceExtension(nonce: Uint8Array): Extension {
  return { oid: OID.ocspNonce, critical: false, value: der.octetString(nonce) };
}

/** An extension whose value is a GeneralizedTime. */
export function timeExtension(oid: string, instant: Instant): Extension {
  return { oid, critical: false, value: der.generalizedTime(instant) };
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('OCSP_MALFORMED', { technical });
}
