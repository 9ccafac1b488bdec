/** Writing certificate requests (PKCS#10, RFC 2986; GM/T 0092 with SM2). Assemble with `assembleSigned`. */
import { der, OID } from '../../asn1/index.ts';
import { encodeExtension } from '../extension.ts';
import type { Extension } from '../model.ts';

/** What a request is to say. */
export interface RequestSpec {
  /** DER of the Name. */
  readonly subject: Uint8Array;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** Extensions asked for. */
  readonly extensions: readonly Extension[];
}

/** DER of a CertificationRequestInfo: the bytes that are signed. */
export function tbsRequest({ subject, publicKey, extensions }: RequestSpec): Uint8Array {
  const wanted = der.sequence(...extensions.map(encodeExtension));
  const attributes = extensions.length > 0 ? [der.sequence(der.oid(OID.extensionRequest), der.setOf(wanted))] : [];
  return der.sequence(der.integer(0), subject, publicKey, der.implicitConstructed(0, ...attributes));
}
