/** OCSP answers for tests, signed by node:crypto, by the issuer itself or by a responder it certified. */
import type { Instant } from '../../src/base/time.ts';
import {
  assembleOcspResponse,
  encodeCertificateId,
  ocspResponseData,
  parseBasicOcspResponse,
  type BasicOcspResponse,
  type CertificateIdDigest,
  type CertificateStatus,
  type SingleResponseSpec,
} from '../../src/pki/index.ts';
import { algorithmOf, crypto, day, issue, type IssueOptions, type TestIdentity } from './pki.ts';

/** A delegated responder of an issuer. */
export function makeResponder(issuer: TestIdentity, options: IssueOptions = {}): TestIdentity {
  return issue(issuer, { profile: 'ocsp-responder', ...options });
}

/** An answer about one certificate: good, by its issuer, from `day(0)` to `day(3650)`, unless told otherwise. */
export function makeOcspResponse(
  issuer: TestIdentity,
  subject: TestIdentity,
  options: Partial<Omit<SingleResponseSpec, 'id'>> & {
    readonly status?: CertificateStatus;
    readonly responder?: TestIdentity;
    readonly namedBy?: 'name' | 'key';
    readonly digest?: CertificateIdDigest;
    readonly producedAt?: Instant;
    readonly nonce?: Uint8Array;
    /** Certificates that come with the answer; the responder's when absent. */
    readonly within?: readonly TestIdentity[];
    readonly tamper?: (signature: Uint8Array) => Uint8Array;
  } = {},
): BasicOcspResponse {
  const responder = options.responder ?? issuer;
  const thisUpdate = options.thisUpdate ?? day(0);
  const data = ocspResponseData({
    responder: responder.certificate,
    namedBy: options.namedBy ?? 'key',
    producedAt: options.producedAt ?? thisUpdate,
    responses: [
      {
        id: encodeCertificateId(subject.certificate, issuer.certificate, { digest: options.digest ?? 'sha1', crypto }),
        status: options.status ?? { kind: 'good' },
        thisUpdate,
        nextUpdate: options.nextUpdate === undefined ? day(3650) : options.nextUpdate,
        archiveCutoff: options.archiveCutoff ?? null,
        invalidityDate: options.invalidityDate ?? null,
      },
    ],
    nonce: options.nonce ?? null,
    crypto,
  });
  const signature = responder.sign(data);
  const within = options.within ?? (responder === issuer ? [] : [responder]);
  return parseBasicOcspResponse(
    assembleOcspResponse(
      data,
      { algorithm: algorithmOf(responder.keyKind), signature: options.tamper?.(signature) ?? signature },
      within.map(({ certificate }) => certificate),
    ),
  );
}
