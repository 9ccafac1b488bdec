/** Writing OCSP responses (RFC 6960 §4.2). Nothing here signs; custody does. */
import { der, OID } from '../../asn1/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { encodeAlgorithm } from '../algorithm.ts';
import { encodeExtension } from '../extension.ts';
import type { AlgorithmIdentifier, Certificate, Extension } from '../model.ts';
import { nonceExtension, timeExtension } from './extensions.ts';
import { OCSP_STATUSES, type CertificateStatus, type OcspStatus, type SingleResponse } from './model.ts';

/** What is to be said of one certificate; `id` is the DER of the CertID, as it was asked. */
export interface SingleResponseSpec extends Omit<SingleResponse, 'certificate'> {
  readonly id: Uint8Array;
}

/** What an answer is to say. */
export interface OcspResponseSpec {
  /** The responder's certificate, which the answer names by name or by key. */
  readonly responder: Certificate;
  readonly namedBy: 'name' | 'key';
  readonly producedAt: Instant;
  readonly responses: readonly SingleResponseSpec[];
  readonly nonce: Uint8Array | null;
  readonly crypto: CryptoProvider;
}

/**
 * DER of a ResponseData: the bytes that are signed.
 * @throws {YinzhengError} INPUT_INVALID without a response, or when a next update is not after its thisUpdate
 */
export function ocspResponseData(spec: OcspResponseSpec): Uint8Array {
  const { responder, namedBy, producedAt, responses, nonce, crypto } = spec;
  if (responses.length === 0)
    throw new YinzhengError('INPUT_INVALID', { reason: bilingual('an answer about nothing', '应答未涉及任何证书') });
  return der.sequence(
    namedBy === 'name'
      ? der.explicit(1, responder.subject.raw)
      : der.explicit(2, der.octetString(responderKeyHash(responder, crypto))),
    der.generalizedTime(producedAt),
    der.sequence(...responses.map(encodeSingle)),
    ...taggedExtensions(1, nonce === null ? [] : [nonceExtension(nonce)]),
  );
}

/** KeyHash of a ResponderID: SHA-1 of the key's BIT STRING content, whatever else is used (RFC 6960 §4.2.1). */
export function responderKeyHash({ publicKey }: Pick<Certificate, 'publicKey'>, crypto: CryptoProvider): Uint8Array {
  return crypto.digest('sha1', publicKey.key);
}

/**
 * DER of a BasicOCSPResponse around a signed ResponseData.
 * @param certificates those that lead to the issuer, the responder's first; none when the issuer itself answers
 */
export function assembleOcspResponse(
  data: Uint8Array,
  signed: { readonly algorithm: AlgorithmIdentifier; readonly signature: Uint8Array },
  certificates: readonly Certificate[],
): Uint8Array {
  const within = certificates.length === 0 ? [] : [der.explicit(0, der.sequence(...certificates.map(({ raw }) => raw)))];
  return der.sequence(data, encodeAlgorithm(signed.algorithm), der.bitString(signed.signature), ...within);
}

/** DER of an OCSPResponse: an answer (DER of a BasicOCSPResponse), or why there is none. */
export function encodeOcspResponse(answer: Uint8Array | Exclude<OcspStatus, 'successful'>): Uint8Array {
  if (typeof answer === 'string') return der.sequence(der.enumerated(OCSP_STATUSES[answer]));
  const bytes = der.sequence(der.oid(OID.ocspBasic), der.octetString(answer));
  return der.sequence(der.enumerated(OCSP_STATUSES.successful), der.explicit(0, bytes));
}

function encodeSingle(spec: SingleResponseSpec): Uint8Array {
  const { id, status, thisUpdate, nextUpdate, archiveCutoff, invalidityDate } = spec;
  if (nextUpdate !== null && nextUpdate <= thisUpdate) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('nextUpdate is not after thisUpdate', 'nextUpdate 不晚于 thisUpdate'),
    });
  }
  return der.sequence(
    id,
    encodeStatus(status),
    der.generalizedTime(thisUpdate),
    ...(nextUpdate === null ? [] : [der.explicit(0, der.generalizedTime(nextUpdate))]),
    ...taggedExtensions(1, [
      ...(archiveCutoff === null ? [] : [timeExtension(OID.ocspArchiveCutoff, archiveCutoff)]),
      ...(invalidityDate === null ? [] : [timeExtension(OID.invalidityDate, invalidityDate)]),
    ]),
  );
}

function encodeStatus(status: CertificateStatus): Uint8Array {
  const empty = new Uint8Array(0);
  if (status.kind === 'good') return der.implicit(0, empty);
  if (status.kind === 'unknown') return der.implicit(2, empty);
  const { revokedAt, reason } = status;
  // RFC 5280 §5.3.1: unspecified is said by leaving the reason out
  const said = reason === null || reason === 0 ? [] : [der.explicit(0, der.enumerated(reason))];
  return der.implicitConstructed(1, der.generalizedTime(revokedAt), ...said);
}

function taggedExtensions(tag: number, extensions: readonly Extension[]): readonly Uint8Array[] {
  return extensions.length === 0 ? [] : [der.explicit(tag, der.sequence(...extensions.map(encodeExtension)))];
}
