/** MessageImprint (RFC 3161 §2.4.1): what a time stamp is about, as a digest. */
import { children, der, isUniversal, readOctetString, TAG, type DerNode } from '../../asn1/index.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { DigestAlgorithm } from '../../crypto/index.ts';
import { encodeAlgorithm, parseAlgorithm } from '../algorithm.ts';
import { digestIdentifier } from '../signature/identifier.ts';
import { digestOf } from '../signature/scheme.ts';

/** A digest by name and value. */
export interface Imprint {
  readonly algorithm: DigestAlgorithm;
  readonly digest: Uint8Array;
}

/** A digest as received: the algorithm may be one that nobody knows here. */
export interface ReceivedImprint {
  readonly imprintAlgorithm: string;
  readonly imprint: Uint8Array;
}

/** Longest digest that is read, octets. */
const MAX_DIGEST_OCTETS = 64;

/** Octets of a digest. */
export const DIGEST_OCTETS: Readonly<Record<DigestAlgorithm, number>> = { sm3: 32, sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/**
 * Reads a MessageImprint.
 * @throws {YinzhengError} TIME_STAMP_MALFORMED or DER_MALFORMED
 */
export function parseImprint(node: DerNode): ReceivedImprint {
  const [algorithm, digest, ...rest] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!algorithm || !digest || rest.length > 0) throw malformed('not a MessageImprint');
  const imprint = readOctetString(digest);
  if (imprint.length === 0 || imprint.length > MAX_DIGEST_OCTETS) throw malformed('the imprint is no digest');
  return { imprintAlgorithm: parseAlgorithm(algorithm).oid, imprint };
}

/** DER of a MessageImprint. */
export function encodeImprint({ algorithm, digest }: Imprint): Uint8Array {
  return der.sequence(encodeAlgorithm(digestIdentifier(algorithm)), der.octetString(digest));
}

/** The imprint with its algorithm by name; null when the algorithm is unknown. */
export function knownImprint({ imprintAlgorithm, imprint }: ReceivedImprint): Imprint | null {
  const algorithm = digestOf(imprintAlgorithm);
  return algorithm === null ? null : { algorithm, digest: imprint };
}

/** The error of everything in this folder that cannot be read. */
export function malformed(technical: string): YinzhengError {
  return new YinzhengError('TIME_STAMP_MALFORMED', { technical });
}
