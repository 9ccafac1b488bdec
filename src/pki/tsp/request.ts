/** TimeStampReq (RFC 3161 §2.4.1). */
import { children, der, isContext, isUniversal, readBoolean, readDer, readInteger, readOid, TAG } from '../../asn1/index.ts';
import { encodeImprint, malformed, parseImprint, type Imprint, type ReceivedImprint } from './imprint.ts';
import { boundedInteger } from './info.ts';

/** Largest request that is read, bytes: a digest, an identifier, a number. */
export const MAX_TIME_STAMP_REQUEST_BYTES = 4096;

/** A request as received. */
export interface TimeStampRequest extends ReceivedImprint {
  /** DER of the MessageImprint as received. */
  readonly imprintDer: Uint8Array;
  readonly version: number;
  /** OID of the policy asked for; null for the authority's own. */
  readonly policy: string | null;
  /** Content octets of an INTEGER; null when there is none. */
  readonly nonce: Uint8Array | null;
  /** Whether the answer is to hold the authority's certificates. */
  readonly wantsCertificate: boolean;
  /** OIDs of the extensions. */
  readonly extensions: readonly string[];
}

/** What a request is to ask for; certificates are always wanted. */
export interface TimeStampRequestSpec {
  readonly imprint: Imprint;
  readonly policy?: string | null;
  /** A random positive number, big-endian. */
  readonly nonce: Uint8Array;
}

/**
 * Reads a TimeStampReq in strict DER.
 * @throws {YinzhengError} TIME_STAMP_MALFORMED or DER_MALFORMED
 */
export function parseTimeStampRequest(bytes: Uint8Array): TimeStampRequest {
  if (bytes.length > MAX_TIME_STAMP_REQUEST_BYTES) throw malformed('the request is larger than allowed');
  const root = readDer(bytes);
  const [version, imprint, ...more] = isUniversal(root, TAG.sequence) ? children(root) : [];
  if (!version || !imprint) throw malformed('a field of TimeStampReq is missing');
  const policy = isUniversal(more[0], TAG.oid) ? readOid(more.shift() ?? root) : null;
  const nonce = isUniversal(more[0], TAG.integer) ? boundedInteger(more.shift() ?? root) : null;
  const wantsCertificate = isUniversal(more[0], TAG.boolean) ? readBoolean(more.shift() ?? root) : null;
  if (wantsCertificate === false) throw malformed('a default value is written');
  const extensions = isContext(more[0], 0) ? children(more.shift() ?? root).map(extensionOid) : [];
  if (more.length > 0) throw malformed('an unexpected field of TimeStampReq');
  return {
    version: readInteger(version),
    ...parseImprint(imprint),
    imprintDer: imprint.raw,
    ...{ policy, nonce, extensions },
    wantsCertificate: wantsCertificate ?? false,
  };
}

/** DER of a TimeStampReq of version 1. */
export function encodeTimeStampRequest({ imprint, policy = null, nonce }: TimeStampRequestSpec): Uint8Array {
  return der.sequence(
    der.integer(1),
    encodeImprint(imprint),
    ...(policy === null ? [] : [der.oid(policy)]),
    der.unsignedInteger(nonce),
    der.boolean(true),
  );
}

function extensionOid(node: Parameters<typeof children>[0]): string {
  const [oid] = isUniversal(node, TAG.sequence) ? children(node) : [];
  if (!oid) throw malformed('not an Extension');
  return readOid(oid);
}
