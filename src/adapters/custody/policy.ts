/** What custody asks of bytes before a key signs them: that they are of the purpose's kind, and speak of this very key. */
import { OID } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isSm2PublicKey, type CryptoProvider } from '../../crypto/index.ts';
import {
  assembleSigned,
  basicConstraints,
  extendedKeyUsage,
  isTimeStampingCertificate,
  namesIssuer,
  parseCertificate,
  parseCertificateList,
  parseOcspResponseData,
  parseRequest,
  parseSignedAttributes,
  parseTimeStampInfo,
  readSignedAttributes,
  responderKeyHash,
  SM2_WITH_SM3,
  usualScheme,
  schemeDigest,
  type AlgorithmIdentifier,
  type Certificate,
} from '../../pki/index.ts';
import { isSignerInSeal, parseSealInfo, parseTbsSign } from '../../ses/index.ts';
import type { KeyPurpose } from '../../services/pki/index.ts';

/** Largest message that is signed, bytes. */
export const MAX_TBS_BYTES = 65_536;

/** What a key is asked to sign. */
export interface PolicyQuestion {
  readonly purpose: KeyPurpose;
  readonly tbs: Uint8Array;
  /** What the bytes are a digest of, where custody is to see it. */
  readonly content?: Uint8Array | undefined;
  /** SubjectPublicKeyInfo of the key, DER. */
  readonly publicKey: Uint8Array;
  /** Its certificate, null until one is attached. */
  readonly certificate: Certificate | null;
  readonly crypto: CryptoProvider;
}

/** Why a key may not sign bytes for a purpose; null when it may. */
export function refusalReason(question: PolicyQuestion): string | null {
  if (question.tbs.length > MAX_TBS_BYTES) return `more than ${MAX_TBS_BYTES} bytes`;
  try {
    // everything else that is signed here says that it is signed by SM2 with SM3
    if (question.purpose !== 'time-stamp' && !isSm2PublicKey(question.publicKey))
      return 'this kind of key is for time stamps only';
    return RULES[question.purpose](question);
  } catch (error) {
    if (isYinzhengError(error)) return `not the bytes of this purpose (${error.code})`;
    throw error;
  }
}

const CMS_ATTRIBUTES = new Set<string>([OID.contentType, OID.messageDigest, OID.signingCertificateV2]);
const CMS_CONTENTS = new Set<string>([OID.data, OID.gmData]);

const RULES: Readonly<Record<KeyPurpose, (question: PolicyQuestion) => string | null>> = {
  'seal-signature': sealSignature,
  'seal-making': sealMaking,
  certificate: certificateBody,
  crl: revocationList,
  csr: certificationRequest,
  'time-stamp': timeStamp,
  'ocsp-response': ocspResponse,
  'cms-signature': cmsSignature,
};

/** GM/T 0031-2014 §6.2.2: the signer's certificate must be in the seal's list. */
function sealSignature({ tbs, certificate, crypto }: PolicyQuestion): string | null {
  if (certificate === null) return 'the key has no certificate';
  const { seal, dataHash } = parseTbsSign(tbs);
  if (dataHash.length !== 32) return 'dataHash is not an SM3 digest';
  return isSignerInSeal(seal, certificate.raw, crypto) ? null : "the seal does not list the key's certificate";
}

function sealMaking({ tbs, certificate }: PolicyQuestion): string | null {
  if (certificate === null) return 'the key has no certificate';
  const { certificateList, deviations } = parseSealInfo(tbs);
  if (deviations.length > 0) return 'the seal departs from the standard';
  const listed = certificateList.kind === 'certificates' ? certificateList.certificates : certificateList.digests;
  return listed.length > 0 ? null : 'the seal lists no signer';
}

function certificateBody({ tbs, publicKey, certificate }: PolicyQuestion): string | null {
  const asked = parseCertificate(signedWrapper(tbs));
  if (!isSm2WithSm3(asked.signatureAlgorithm)) return 'the algorithm is not SM2 with SM3';
  if (certificate === null) {
    const selfSigned = equalBytes(asked.issuer.raw, asked.subject.raw) && equalBytes(asked.publicKey.raw, publicKey);
    return selfSigned ? null : 'a key without a certificate issues its own certificate only';
  }
  if (!equalBytes(asked.issuer.raw, certificate.subject.raw)) return "the issuer is not the key's certificate";
  const own = basicConstraints(certificate);
  if (own?.ca !== true) return "the key's certificate is not a CA's";
  const askedCa = basicConstraints(asked)?.ca === true;
  return askedCa && own.pathLength === 0 ? 'this CA may not issue certificates of CAs' : null;
}

function revocationList({ tbs, certificate }: PolicyQuestion): string | null {
  if (certificate === null) return 'the key has no certificate';
  const list = parseCertificateList(signedWrapper(tbs));
  if (!isSm2WithSm3(list.signatureAlgorithm)) return 'the algorithm is not SM2 with SM3';
  return equalBytes(list.issuer.raw, certificate.subject.raw) ? null : "the issuer is not the key's certificate";
}

function certificationRequest({ tbs, publicKey }: PolicyQuestion): string | null {
  const request = parseRequest(signedWrapper(tbs));
  return equalBytes(request.publicKey.raw, publicKey) ? null : 'the request is for another key';
}

/** RFC 3161 §2.3, §2.4.2: a key for time stamping only signs statements of time, in the name of its own certificate. */
function timeStamp({ tbs, content, certificate, crypto }: PolicyQuestion): string | null {
  if (certificate === null) return 'the key has no certificate';
  if (!isTimeStampingCertificate(certificate)) return "the key's certificate is not one for time stamping only";
  if (content === undefined || content.length > MAX_TBS_BYTES) return 'there is no TSTInfo';
  parseTimeStampInfo(content);
  const digest = schemeDigest(usualScheme(certificate.publicKey));
  const { contentType, messageDigest, signingCertificates } = readSignedAttributes(parseSignedAttributes(tbs));
  if (contentType !== OID.tstInfo) return 'the content type is not TSTInfo';
  if (!equalBytes(messageDigest, crypto.digest(digest, content))) return 'the digest is not that of the TSTInfo';
  const [named, ...others] = signingCertificates;
  const own = named?.algorithm === digest && equalBytes(named.digest, crypto.digest(digest, certificate.raw));
  return own && others.length === 0 ? null : "the signed attributes do not name the key's certificate";
}

/** RFC 6960 §4.2.2.2: a responder speaks in its own name, and only of certificates of the CA that certified it. */
function ocspResponse({ tbs, certificate, crypto }: PolicyQuestion): string | null {
  if (certificate === null) return 'the key has no certificate';
  if (extendedKeyUsage(certificate)?.includes(OID.ocspSigning) !== true) return "the key's certificate is not a responder's";
  const { responder, responses } = parseOcspResponseData(tbs);
  const own =
    responder.kind === 'name'
      ? equalBytes(responder.name.raw, certificate.subject.raw)
      : equalBytes(responder.keyHash, responderKeyHash(certificate, crypto));
  if (!own) return "the responder is not the key's certificate";
  const spoken = responses.every(({ certificate: id }) => namesIssuer(id, certificate.issuer.raw, crypto));
  return spoken ? null : "a certificate is not of the issuer of the key's certificate";
}

/** The attributes of CAdES B-B and no others, over data, naming the key's certificate (ETSI EN 319 122-1 §6.3, RFC 5035 §4). */
function cmsSignature({ tbs, certificate, crypto }: PolicyQuestion): string | null {
  if (certificate === null) return 'the key has no certificate';
  const attributes = parseSignedAttributes(tbs);
  if (attributes.some(({ oid }) => !CMS_ATTRIBUTES.has(oid))) return 'an attribute of another kind is among them';
  const { contentType, messageDigest, signingCertificates } = readSignedAttributes(attributes);
  if (!CMS_CONTENTS.has(contentType)) return 'the content is not data';
  if (messageDigest.length !== 32) return 'message-digest is not an SM3 digest';
  const [named] = signingCertificates;
  if (!named) return 'no certificate is named';
  const { algorithm, digest } = named;
  const isOwn = algorithm !== null && equalBytes(crypto.digest(algorithm, certificate.raw), digest);
  return isOwn ? null : "the certificate that is named is not the key's";
}

/** The parsers read whole signed structures; the body gets the outside it will have, with an empty signature. */
function signedWrapper(tbs: Uint8Array): Uint8Array {
  return assembleSigned(tbs, SM2_WITH_SM3, new Uint8Array(0));
}

function isSm2WithSm3({ oid }: AlgorithmIdentifier): boolean {
  return oid === SM2_WITH_SM3.oid;
}
