/** Writing revocation lists of version 2 (RFC 5280 §5). Assemble with `assembleSigned`. */
import { der, OID } from '../../asn1/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import { authorityKeyIdentifierExtension } from '../certificate/write-extensions.ts';
import { encodeSerialNumber } from '../certificate/write.ts';
import { encodeExtension } from '../extension.ts';
import type { AlgorithmIdentifier, Extension, RevokedEntry } from '../model.ts';

/** What a revocation list is to say. */
export interface CertificateListSpec {
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** DER of the Name, byte for byte the issuer's subject. */
  readonly issuer: Uint8Array;
  readonly issuerKeyIdentifier: Uint8Array;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  /** cRLNumber; grows from list to list. */
  readonly number: number | bigint;
  readonly entries: readonly RevokedEntry[];
  /** Certificates that expired since then are still listed (ITU-T X.509 §9.5.2.8); nothing is said when absent. */
  readonly expiredSince?: Instant;
}

/**
 * DER of a TBSCertList: the bytes that are signed.
 * @throws {YinzhengError} INPUT_INVALID when the next update is not after this one
 */
export function tbsCertificateList(spec: CertificateListSpec): Uint8Array {
  if (spec.nextUpdate <= spec.thisUpdate)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('nextUpdate is not after thisUpdate', 'nextUpdate 不晚于 thisUpdate'),
    });
  const extensions = [
    authorityKeyIdentifierExtension(spec.issuerKeyIdentifier),
    { oid: OID.crlNumber, critical: false, value: der.integer(spec.number) },
    ...(spec.expiredSince === undefined
      ? []
      : [{ oid: OID.expiredCertsOnCrl, critical: false, value: der.generalizedTime(spec.expiredSince) }]),
  ];
  return der.sequence(
    der.integer(1),
    encodeAlgorithm(spec.signatureAlgorithm),
    spec.issuer,
    der.x509Time(spec.thisUpdate),
    der.x509Time(spec.nextUpdate),
    ...(spec.entries.length > 0 ? [der.sequence(...spec.entries.map(encodeEntry))] : []),
    der.explicit(0, der.sequence(...extensions.map(encodeExtension))),
  );
}

function encodeEntry({ serialNumber, revokedAt, reason, invalidityDate }: RevokedEntry): Uint8Array {
  const extensions: Extension[] = [];
  // RFC 5280 §5.3.1: unspecified is said by leaving the reason out
  if (reason !== null && reason !== 0) extensions.push({ oid: OID.reasonCode, critical: false, value: der.enumerated(reason) });
  if (invalidityDate !== null) {
    extensions.push({ oid: OID.invalidityDate, critical: false, value: der.generalizedTime(invalidityDate) });
  }
  const encoded = extensions.length > 0 ? [der.sequence(...extensions.map(encodeExtension))] : [];
  return der.sequence(encodeSerialNumber(serialNumber), der.x509Time(revokedAt), ...encoded);
}
