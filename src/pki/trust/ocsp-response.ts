/** One OCSP answer made ready: about whom it speaks, and whether whoever signed it may speak for the issuer (RFC 6960 §4.2.2.2). */
import { OID } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Deviation } from '../../report/index.ts';
import { extendedKeyUsage, findExtension, keyUsage } from '../certificate/extensions.ts';
import { sameName } from '../certificate/name.ts';
import type { Certificate } from '../model.ts';
import { isIssuedBy } from '../ocsp/certificate-id.ts';
import type { BasicOcspResponse, SingleResponse } from '../ocsp/model.ts';
import { responderKeyHash } from '../ocsp/write.ts';
import { verifySigned } from '../signature/verify.ts';

/** Who signed an answer, with the departures met in the signatures. */
export interface OcspSigner {
  readonly certificate: Certificate;
  /** False for a responder that the issuer certified without saying that nobody need ask about it. */
  readonly isBeyondQuestion: boolean;
  readonly deviations: readonly Deviation[];
}

/** An OCSP answer ready for questions; unchanging. */
export interface PreparedOcspResponse {
  readonly response: BasicOcspResponse;
  /** What is said of a certificate of an issuer, or null. */
  find(certificate: Certificate, issuer: Certificate): SingleResponse | null;
  /** Who signed it, if that is the issuer or a responder that it certified; null for everybody else. */
  signerFor(issuer: Certificate): OcspSigner | null;
}

/** Most certificates within an answer whose signatures are tried. */
const MAX_TRIED = 4;

/** Prepares an answer; signatures are verified when an issuer is first asked about. */
export function prepareOcspResponse(response: BasicOcspResponse, crypto: CryptoProvider): PreparedOcspResponse {
  const signers = new WeakMap<Certificate, { readonly signer: OcspSigner | null }>();
  return Object.freeze({
    response,
    find: (certificate: Certificate, issuer: Certificate) =>
      response.data.responses.find(
        ({ certificate: id }) => equalBytes(id.serialNumber, certificate.serialNumber) && isIssuedBy(id, issuer, crypto),
      ) ?? null,
    signerFor(issuer: Certificate) {
      const known = signers.get(issuer);
      if (known) return known.signer;
      const signer = findSigner(response, issuer, crypto);
      signers.set(issuer, { signer });
      return signer;
    },
  });
}

function findSigner(response: BasicOcspResponse, issuer: Certificate, crypto: CryptoProvider): OcspSigner | null {
  if (isResponder(response, issuer, crypto)) {
    const deviations = signedBy(response, issuer, crypto);
    if (deviations) return { certificate: issuer, isBeyondQuestion: true, deviations };
  }
  const candidates = response.certificates.filter(
    (candidate) => isResponder(response, candidate, crypto) && isDelegate(candidate, issuer, response),
  );
  for (const certificate of candidates.slice(0, MAX_TRIED)) {
    const { tbs, signatureAlgorithm: algorithm, signature } = certificate;
    const issued = verifySigned({ tbs, algorithm, signature, publicKey: issuer.publicKey, crypto });
    const deviations = issued.ok ? signedBy(response, certificate, crypto) : null;
    if (!deviations) continue;
    const isBeyondQuestion = findExtension(certificate, OID.ocspNoCheck) !== null;
    return { certificate, isBeyondQuestion, deviations: [...issued.deviations, ...deviations] };
  }
  return null;
}

function isResponder({ data: { responder } }: BasicOcspResponse, certificate: Certificate, crypto: CryptoProvider): boolean {
  return responder.kind === 'name'
    ? sameName(responder.name, certificate.subject)
    : equalBytes(responder.keyHash, responderKeyHash(certificate, crypto));
}

/** A certificate of the issuer's own for signing OCSP answers, within its period when the answer was made. */
function isDelegate(certificate: Certificate, issuer: Certificate, { data }: BasicOcspResponse): boolean {
  const { producedAt } = data;
  if (!sameName(certificate.issuer, issuer.subject)) return false;
  if (producedAt < certificate.notBefore || producedAt > certificate.notAfter) return false;
  try {
    const bits = keyUsage(certificate);
    const maySign = bits === null || bits.has('digitalSignature') || bits.has('nonRepudiation');
    return maySign && extendedKeyUsage(certificate)?.includes(OID.ocspSigning) === true;
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

function signedBy(
  { data, signatureAlgorithm: algorithm, signature }: BasicOcspResponse,
  { publicKey }: Certificate,
  crypto: CryptoProvider,
): readonly Deviation[] | null {
  const { ok, deviations } = verifySigned({ tbs: data.raw, algorithm, signature, publicKey, crypto });
  return ok ? deviations : null;
}
