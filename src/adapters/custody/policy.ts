/** What custody asks of bytes before a key signs them: that they are of the purpose's kind, and speak of this very key. */
import { OID, readDer } from '../../asn1/index.ts';
import { equalBytes } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { keyIdOf, parseClaim, parseKeySet, parseStatusListHead } from '../../claim/index.ts';
import { isSm2PublicKey, pointVerifier, sm2Point, type CryptoProvider } from '../../crypto/index.ts';
import {
  assembleSigned,
  basicConstraints,
  extendedKeyUsage,
  isTimeStampingCertificate,
  namesIssuer,
  parseCertificate,
  parseCertificateList,
  parseOcspResponseData,
  parsePublicKey,
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
  type RsaPadding,
} from '../../pki/index.ts';
import { isSignerInSeal, parseSealInfo, parseTbsSign } from '../../ses/index.ts';
import { parseHeadStatement } from '../../services/journal/heads/index.ts';
import { needsSm2, type KeyPurpose } from '../../services/pki/index.ts';
import { checkStatement } from '../../services/statements/index.ts';

/** Largest message that is signed, bytes. */
export const MAX_TBS_BYTES = 65_536;

/** What a key is asked to sign. */
export interface PolicyQuestion {
  readonly purpose: KeyPurpose;
  readonly tbs: Uint8Array;
  /** What the bytes are a digest of, where custody is to see it. */
  readonly content?: Uint8Array | undefined;
  /** How an RSA key is to sign; as it usually does when absent. */
  readonly padding?: RsaPadding | undefined;
  /** SubjectPublicKeyInfo of the key, DER. */
  readonly publicKey: Uint8Array;
  /** Its certificate, null until one is attached. */
  readonly certificate: Certificate | null;
  readonly crypto: CryptoProvider;
}

/** Why a key may not sign bytes for a purpose; null when it may. */
export function refusalReason(question: PolicyQuestion): Bilingual | null {
  if (question.tbs.length > MAX_TBS_BYTES) return bilingual(`more than ${MAX_TBS_BYTES} bytes`, `超过 ${MAX_TBS_BYTES} 字节`);
  try {
    if (needsSm2(question.purpose) && !isSm2PublicKey(question.publicKey))
      return bilingual('this purpose needs an SM2 key', '此用途须使用 SM2 密钥');
    if (question.padding !== undefined && !mayBePadded(question))
      return bilingual('a padding is chosen for the CMS of documents by RSA keys only', '仅 RSA 密钥签署文件时可选择填充方式');
    return RULES[question.purpose](question);
  } catch (error) {
    if (isYinzhengError(error))
      return bilingual(`not the bytes of this purpose (${error.code})`, `内容不属于该用途（${error.code}）`);
    throw error;
  }
}

function mayBePadded({ purpose, publicKey }: PolicyQuestion): boolean {
  return purpose === 'cms-signature' && parsePublicKey(readDer(publicKey)).kind === 'rsa';
}

const CMS_ATTRIBUTES = new Set<string>([OID.contentType, OID.messageDigest, OID.signingCertificateV2]);

const RULES: Readonly<Record<KeyPurpose, (question: PolicyQuestion) => Bilingual | null>> = {
  'seal-signature': sealSignature,
  'seal-making': sealMaking,
  certificate: certificateBody,
  crl: revocationList,
  csr: certificationRequest,
  'time-stamp': timeStamp,
  'ocsp-response': ocspResponse,
  'cms-signature': cmsSignature,
  'journal-head': journalHead,
  'licence-claim': licenceClaim,
  'status-list': statusList,
  'key-set': keySet,
  'service-statement': serviceStatement,
};

/** GM/T 0031-2014 §6.2.2: the signer's certificate must be in the seal's list. */
function sealSignature({ tbs, certificate, crypto }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  const { seal, dataHash } = parseTbsSign(tbs);
  if (dataHash.length !== 32) return bilingual('dataHash is not an SM3 digest', 'dataHash 不是 SM3 杂凑值');
  return isSignerInSeal(seal, certificate.raw, crypto)
    ? null
    : bilingual("the seal does not list the key's certificate", '印章未列该密钥的证书');
}

function sealMaking({ tbs, certificate }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  const { certificateList, deviations } = parseSealInfo(tbs);
  if (deviations.length > 0) return bilingual('the seal departs from the standard', '印章数据不符合标准');
  const listed = certificateList.kind === 'certificates' ? certificateList.certificates : certificateList.digests;
  return listed.length > 0 ? null : bilingual('the seal lists no signer', '印章未列签章人');
}

function certificateBody({ tbs, publicKey, certificate }: PolicyQuestion): Bilingual | null {
  const asked = parseCertificate(signedWrapper(tbs));
  if (!isSm2WithSm3(asked.signatureAlgorithm)) return bilingual('the algorithm is not SM2 with SM3', '算法不是 SM2/SM3');
  if (certificate === null) {
    const selfSigned = equalBytes(asked.issuer.raw, asked.subject.raw) && equalBytes(asked.publicKey.raw, publicKey);
    return selfSigned
      ? null
      : bilingual('a key without a certificate issues its own certificate only', '没有证书的密钥只能签发自己的证书');
  }
  if (!equalBytes(asked.issuer.raw, certificate.subject.raw))
    return bilingual("the issuer is not the key's certificate", '颁发者不是该密钥的证书');
  const own = basicConstraints(certificate);
  if (own?.ca !== true) return bilingual("the key's certificate is not a CA's", '该密钥的证书不是 CA 证书');
  const askedCa = basicConstraints(asked)?.ca === true;
  return askedCa && own.pathLength === 0
    ? bilingual('this CA may not issue certificates of CAs', '该 CA 不得签发下级 CA 证书')
    : null;
}

function revocationList({ tbs, certificate }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  const list = parseCertificateList(signedWrapper(tbs));
  if (!isSm2WithSm3(list.signatureAlgorithm)) return bilingual('the algorithm is not SM2 with SM3', '算法不是 SM2/SM3');
  return equalBytes(list.issuer.raw, certificate.subject.raw)
    ? null
    : bilingual("the issuer is not the key's certificate", '颁发者不是该密钥的证书');
}

function certificationRequest({ tbs, publicKey }: PolicyQuestion): Bilingual | null {
  const request = parseRequest(signedWrapper(tbs));
  return equalBytes(request.publicKey.raw, publicKey) ? null : bilingual('the request is for another key', '请求属于另一密钥');
}

/** RFC 3161 §2.3, §2.4.2: a key for time stamping only signs statements of time, in the name of its own certificate. */
function timeStamp({ tbs, content, certificate, crypto }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  if (!isTimeStampingCertificate(certificate))
    return bilingual("the key's certificate is not one for time stamping only", '该密钥的证书不是时间戳专用证书');
  if (content === undefined || content.length > MAX_TBS_BYTES) return bilingual('there is no TSTInfo', '没有 TSTInfo');
  parseTimeStampInfo(content);
  const digest = schemeDigest(usualScheme(certificate.publicKey));
  const { contentType, messageDigest, signingCertificates } = readSignedAttributes(parseSignedAttributes(tbs));
  if (contentType !== OID.tstInfo) return bilingual('the content type is not TSTInfo', '内容类型不是 TSTInfo');
  if (!equalBytes(messageDigest, crypto.digest(digest, content)))
    return bilingual('the digest is not that of the TSTInfo', '杂凑值与 TSTInfo 不符');
  const [named, ...others] = signingCertificates;
  const own = named?.algorithm === digest && equalBytes(named.digest, crypto.digest(digest, certificate.raw));
  return own && others.length === 0
    ? null
    : bilingual("the signed attributes do not name the key's certificate", '签名属性未指明该密钥的证书');
}

/** RFC 6960 §4.2.2.2: a responder speaks in its own name, and only of certificates of the CA that certified it. */
function ocspResponse({ tbs, certificate, crypto }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  if (extendedKeyUsage(certificate)?.includes(OID.ocspSigning) !== true)
    return bilingual("the key's certificate is not a responder's", '该密钥的证书不是 OCSP 响应者证书');
  const { responder, responses } = parseOcspResponseData(tbs);
  const own =
    responder.kind === 'name'
      ? equalBytes(responder.name.raw, certificate.subject.raw)
      : equalBytes(responder.keyHash, responderKeyHash(certificate, crypto));
  if (!own) return bilingual("the responder is not the key's certificate", '响应者不是该密钥的证书');
  const spoken = responses.every(({ certificate: id }) => namesIssuer(id, certificate.issuer.raw, crypto));
  return spoken
    ? null
    : bilingual("a certificate is not of the issuer of the key's certificate", '所答证书的颁发者不是该密钥证书的颁发者');
}

/**
 * The attributes of CAdES B-B and no others, over data, naming the key's certificate (ETSI EN 319 122-1 §6.3, RFC 5035 §4); the digest is that
 * which the key signs with.
 */
function cmsSignature({ tbs, certificate, crypto }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  const attributes = parseSignedAttributes(tbs);
  if (attributes.some(({ oid }) => !CMS_ATTRIBUTES.has(oid)))
    return bilingual('an attribute of another kind is among them', '含有其他种类的属性');
  const { contentType, messageDigest, signingCertificates } = readSignedAttributes(attributes);
  const own = schemeDigest(usualScheme(certificate.publicKey));
  const isData = contentType === OID.data || (contentType === OID.gmData && own === 'sm3');
  if (!isData) return bilingual('the content is not data', '内容类型不是数据');
  if (messageDigest.length !== crypto.digest(own).length)
    return bilingual(`message-digest is not a digest by ${own}`, `message-digest 不是 ${own} 杂凑值`);
  const [named] = signingCertificates;
  if (!named) return bilingual('no certificate is named', '未指明证书');
  const { algorithm, digest } = named;
  const isOwn = algorithm !== null && equalBytes(crypto.digest(algorithm, certificate.raw), digest);
  return isOwn ? null : bilingual("the certificate that is named is not the key's", '所指明的证书不是该密钥的证书');
}

/** A statement of how far a journal goes, and nothing else; not by a CA, so that nobody mistakes it for what a CA says. */
function journalHead({ tbs, certificate }: PolicyQuestion): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  if (basicConstraints(certificate)?.ca === true) return bilingual("the key's certificate is a CA's", '该密钥的证书是 CA 证书');
  parseHeadStatement(tbs);
  return null;
}

/** The claim of a licence, in the name of this key. */
function licenceClaim(question: PolicyQuestion): Bilingual | null {
  return refuseOther(question, OID.licenceClaim) ?? refuseOtherKey(question, parseClaim(question.tbs).keyId);
}

/** The head of a status list, in the name of this key. */
function statusList(question: PolicyQuestion): Bilingual | null {
  return refuseOther(question, OID.statusList) ?? refuseOtherKey(question, parseStatusListHead(question.tbs).keyId);
}

/** A set of keys each of which its certificate is about, signed in the name of this key, which is one of them. */
function keySet(question: PolicyQuestion): Bilingual | null {
  const { keyId, keys } = parseKeySet(question.tbs);
  const refused = refuseOther(question, OID.statusList) ?? refuseOtherKey(question, keyId);
  if (refused) return refused;
  const own = sm2Point(question.publicKey);
  if (!keys.some(({ point, usages }) => equalBytes(point, own) && usages.includes('key-set')))
    return bilingual('the key itself is not in the set', '密钥集中没有该密钥');
  const certified = keys.every(({ point, certificate }) => {
    const { raw } = parseCertificate(certificate).publicKey;
    return isSm2PublicKey(raw) && equalBytes(sm2Point(raw), point);
  });
  return certified ? null : bilingual('a key of the set is not that of its certificate', '密钥集中有密钥与其证书不符');
}

/** What the service says in its own name: the signature base of a notice, or the head of a package of evidence, and nothing else. */
function serviceStatement(question: PolicyQuestion): Bilingual | null {
  const refused = refuseOther(question, OID.serviceStatement);
  if (refused) return refused;
  checkStatement(question.tbs);
  return null;
}

/** Not by a CA, so that nobody mistakes it for what a CA says, and not by a key that is certified for something else. */
function refuseOther({ certificate }: PolicyQuestion, purpose: string): Bilingual | null {
  if (certificate === null) return bilingual('the key has no certificate', '密钥没有证书');
  if (basicConstraints(certificate)?.ca === true) return bilingual("the key's certificate is a CA's", '该密钥的证书是 CA 证书');
  // Another CA than our own need not know our identifiers of purposes.
  return (extendedKeyUsage(certificate) ?? [purpose]).includes(purpose)
    ? null
    : bilingual("the key's certificate is for another purpose", '该密钥的证书属于其他用途');
}

function refuseOtherKey({ publicKey, crypto }: PolicyQuestion, keyId: Uint8Array): Bilingual | null {
  return equalBytes(keyIdOf(sm2Point(publicKey), pointVerifier(crypto).sm3), keyId)
    ? null
    : bilingual('another key is named', '其中指明的是另一密钥');
}

/** The parsers read whole signed structures; the body gets the outside it will have, with an empty signature. */
function signedWrapper(tbs: Uint8Array): Uint8Array {
  return assembleSigned(tbs, SM2_WITH_SM3, new Uint8Array(0));
}

function isSm2WithSm3({ oid }: AlgorithmIdentifier): boolean {
  return oid === SM2_WITH_SM3.oid;
}
