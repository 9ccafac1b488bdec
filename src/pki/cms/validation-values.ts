/** What it takes to judge a signature, in the signature's own SignedData: certificates, lists, OCSP responses (RFC 5652 §5.1, RFC 5940). */
import { children, der, isContext, isUniversal, OID, readDer, readOid, TAG, type DerNode } from '../../asn1/index.ts';
import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { ValidationData } from '../model.ts';
import { MAX_CMS_BYTES } from './parse.ts';

const MAX_VALUES = 256;

/** Parts of a ContentInfo with SignedData. */
interface Parts {
  readonly contentType: DerNode;
  readonly digestAlgorithms: DerNode;
  readonly content: DerNode;
  readonly certificates: readonly DerNode[];
  readonly revocation: readonly DerNode[];
  readonly signers: DerNode;
}

/**
 * A SignedData that also carries validation data; nothing that is signed changes, and what is there already is not put in twice.
 * @param cms DER of a ContentInfo with SignedData, nothing behind it
 * @throws {YinzhengError} CMS_MALFORMED, DER_MALFORMED
 */
export function addValidationValues(cms: Uint8Array, data: ValidationData): Uint8Array {
  const parts = partsOf(cms);
  const certificates = distinct([...parts.certificates.map(({ raw }) => raw), ...data.certificates]);
  const revocation = distinct([
    ...parts.revocation.map(({ raw }) => raw),
    ...data.revocationLists,
    ...data.ocspResponses.map((response) => der.implicitConstructed(1, der.oid(OID.ocspRevocationInfo), response)),
  ]);
  const signedData = der.sequence(
    // other revocation information makes it version 5, whatever it was before
    der.integer(5),
    ...[parts.digestAlgorithms.raw, parts.content.raw],
    der.implicitSetOf(0, ...certificates),
    ...(revocation.length > 0 ? [der.implicitSetOf(1, ...revocation)] : []),
    parts.signers.raw,
  );
  return der.sequence(parts.contentType.raw, der.explicit(0, signedData));
}

/**
 * The validation data that a SignedData carries; what has another form is left out, and nothing is trusted for being there.
 * @throws {YinzhengError} CMS_MALFORMED, DER_MALFORMED
 */
export function validationValuesOf(cms: Uint8Array): ValidationData {
  const { certificates, revocation } = partsOf(cms);
  return {
    certificates: certificates.filter((node) => isUniversal(node, TAG.sequence)).map(({ raw }) => raw),
    revocationLists: revocation.filter((node) => isUniversal(node, TAG.sequence)).map(({ raw }) => raw),
    ocspResponses: revocation.flatMap((node) => {
      const [format, response, ...rest] = isContext(node, 1) ? children(node) : [];
      if (!format || !response || rest.length > 0 || !isUniversal(format, TAG.oid)) return [];
      return readOid(format) === OID.ocspRevocationInfo ? [response.raw] : [];
    }),
  };
}

function partsOf(cms: Uint8Array): Parts {
  if (cms.length > MAX_CMS_BYTES) throw malformed('larger than allowed');
  const [contentType, wrapper] = children(readDer(cms));
  const [signedData] = wrapper ? children(wrapper) : [];
  if (!contentType || !isUniversal(signedData, TAG.sequence)) throw malformed('not SignedData');
  const [, digestAlgorithms, content, ...optional] = children(signedData);
  const certificates = isContext(optional[0], 0) ? children(optional[0], MAX_VALUES) : [];
  if (isContext(optional[0], 0)) optional.shift();
  const revocation = isContext(optional[0], 1) ? children(optional[0], MAX_VALUES) : [];
  if (isContext(optional[0], 1)) optional.shift();
  const [signers, ...rest] = optional;
  if (!digestAlgorithms || !content || !signers || rest.length > 0) throw malformed('a field of SignedData is missing');
  return { contentType, digestAlgorithms, content, certificates, revocation, signers };
}

function distinct(values: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(values.map((value) => [toHex(value), value])).values()];
}

function malformed(technical: string): YinzhengError {
  return new YinzhengError('CMS_MALFORMED', { technical });
}
