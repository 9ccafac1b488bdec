/** Verifying detached CMS signatures (adbe.pkcs7.detached, ETSI.CAdES.detached, GM CMS): RFC 5652 §5.4, §5.6; GM/T 0010. */
import { OID } from '../../asn1/index.ts';
import { equalBytes, toBase64, utf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { once } from '../../base/once.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider, DigestAlgorithm } from '../../crypto/index.ts';
import type { Check, CheckCode, Deviation } from '../../report/index.ts';
import { subjectKeyIdentifier } from '../certificate/extensions.ts';
import { sameName } from '../certificate/name.ts';
import type { Certificate } from '../model.ts';
import type { VerificationCache } from '../signature/cache.ts';
import { digestOf } from '../signature/scheme.ts';
import { verifySigned } from '../signature/verify.ts';
import { readSignedAttributes, single, type SignedAttributes } from './attributes.ts';
import { parseSignedData, type SignedData } from './parse.ts';

/** A detached signature and the bytes it is to be about. */
export interface DetachedCms {
  /** ContentInfo; zero octets may follow. */
  readonly cms: Uint8Array;
  /** The signed bytes, in parts (a PDF's byte ranges). */
  readonly content: readonly Uint8Array[];
  readonly crypto: CryptoProvider;
  readonly cache?: VerificationCache | undefined;
  /** Certificates given besides those within, of which one may be the signer's; untrusted. */
  readonly certificates?: readonly Certificate[] | undefined;
}

/** What is known of a CMS signature. Trust in the signer's certificate is another question. */
export interface CmsResult {
  /** Octets that the CMS takes of its input. */
  readonly length: number;
  readonly signerCertificate: Certificate | null;
  /** All certificates within, then those given besides; untrusted. */
  readonly certificates: readonly Certificate[];
  /** True: digest and signature are right; false: one is not; null: undecidable, no certificate or an unknown algorithm. */
  readonly intact: boolean | null;
  /** `data-hash` and `signature-value`. */
  readonly checks: readonly Check[];
  /** The codes of the checks that did not pass. */
  readonly codes: readonly CheckCode[];
  /** Null when there are none. */
  readonly signedAttributes: SignedAttributes | null;
  /** Claimed by the signer. */
  readonly signingTime: Instant | null;
  readonly digestAlgorithm: DigestAlgorithm | null;
  /** The signature value, which a time stamp token is about. */
  readonly signature: Uint8Array;
  /** DER of the signature time stamp among the unsigned attributes, or null. */
  readonly timeStampToken: Uint8Array | null;
  readonly deviations: readonly Deviation[];
}

const DATA_TYPES = new Set<string>([OID.gmData, OID.data]);
const CLAUSE = 'RFC 5652 §5.4';

/**
 * Verifies a detached signature. Accepted besides the usual form: GM and PKCS#7 OIDs in any mixture, content that is the signed bytes or
 * their digest (raw or Base64) within, no signed attributes, r‖s as 64 bytes; each is reported as a deviation. SM2 may be named by .501
 * or .301.1, with NULL parameters or none, which GM/T 0006 and GM/T 0010 do both.
 * @throws {YinzhengError} CMS_MALFORMED or DER_MALFORMED
 */
export function verifyDetachedCms({ cms, content, crypto, cache, certificates }: DetachedCms): CmsResult {
  const data = withCertificates(parseSignedData(cms, cache), certificates);
  return settleCms(data, bindContent(data, content, crypto), { crypto, cache });
}

/** A SignedData to which the certificates are added that came beside it. */
export function withCertificates(data: SignedData, certificates: readonly Certificate[] = []): SignedData {
  return certificates.length === 0 ? data : { ...data, certificates: [...data.certificates, ...certificates] };
}

/** How the content relates to the signed bytes: the digests that messageDigest may be, the messages a bare signature may be over. */
export interface ContentBinding {
  readonly digests: readonly Uint8Array[];
  readonly messages: readonly (readonly Uint8Array[])[];
  /** What is unusual about content that is within. */
  readonly deviations: readonly Deviation[];
}

/** Verifies digest and signature of a SignedData whose content is bound already. */
export function settleCms(
  data: SignedData,
  { digests, messages, deviations: ofContent }: ContentBinding,
  { crypto, cache }: { readonly crypto: CryptoProvider; readonly cache?: VerificationCache | undefined },
): CmsResult {
  const { signer } = data;
  const attributes = signer.signedAttributes ? readSignedAttributes(signer.signedAttributes) : null;
  if (attributes && !isSameContentType(attributes.contentType, data.contentType)) {
    throw new YinzhengError('CMS_MALFORMED', { technical: 'the content type attribute differs from the content type' });
  }
  const digest = digestOf(signer.digestAlgorithm.oid);
  const certificate = findSigner(data, attributes, crypto);
  const deviations = [...formDeviations(data, attributes, digest), ...ofContent];
  const checks = [hashCheck(attributes, digests, digest, signer.digestAlgorithm.oid)];

  const signed = signer.signedAttributesDer ? [[signer.signedAttributesDer]] : messages;
  const { signature, signatureAlgorithm: algorithm } = signer;
  if (certificate === null) {
    checks.push({ id: 'signature-value', outcome: 'indeterminate', code: 'NO_SIGNING_CERTIFICATE_FOUND', clause: CLAUSE });
  } else {
    const { publicKey } = certificate;
    let result = { ok: false, unsupported: null as string | null, deviations: [] as readonly Deviation[] };
    for (const tbs of signed) {
      result = verifySigned({ tbs, algorithm, signature, publicKey, crypto, digest, cache });
      if (result.ok || result.unsupported !== null) break;
    }
    deviations.push(...result.deviations);
    checks.push(signatureCheck(result, namesCertificate(attributes, certificate, crypto)));
  }
  const timeStamp = single(signer.unsignedAttributes, OID.signatureTimeStamp);
  return {
    length: data.length,
    signerCertificate: certificate,
    certificates: data.certificates,
    intact: intactOf(checks),
    checks,
    codes: checks.flatMap(({ code }) => code ?? []),
    signedAttributes: attributes,
    signingTime: attributes?.signingTime ?? null,
    digestAlgorithm: digest,
    signature,
    timeStampToken: timeStamp?.raw ?? null,
    deviations,
  };
}

/** RFC 5652 §11.1; GM products mix the two OIDs of data. */
function isSameContentType(left: string, right: string): boolean {
  return left === right || (DATA_TYPES.has(left) && DATA_TYPES.has(right));
}

function bindContent(
  { content: within, signer }: SignedData,
  content: readonly Uint8Array[],
  crypto: CryptoProvider,
): ContentBinding {
  const algorithm = digestOf(signer.digestAlgorithm.oid);
  const digests = algorithm === null ? [] : [crypto.digest(algorithm, ...content)];
  if (within === null) return { digests, messages: [content], deviations: [] };
  const [digest] = digests;
  const isRaw = digest !== undefined && equalBytes(within, digest);
  if (algorithm !== null && digest !== undefined && (isRaw || equalBytes(within, utf8(toBase64(digest))))) {
    // GM products sign the digest as content, since their signing devices are handed nothing else
    return {
      digests: [digest, crypto.digest(algorithm, within)],
      messages: [[within], content],
      deviations: [{ code: 'CMS_DIGEST_AS_CONTENT', evidence: { encoding: isRaw ? 'octets' : 'Base64' } }],
    };
  }
  return { digests, messages: [content], deviations: [{ code: 'CMS_WITH_EMBEDDED_CONTENT' }] };
}

function hashCheck(
  attributes: SignedAttributes | null,
  digests: readonly Uint8Array[],
  digest: DigestAlgorithm | null,
  digestOid: string,
): Check {
  const evidence = { digestAlgorithm: digest ?? digestOid };
  if (digest === null) {
    return { id: 'data-hash', outcome: 'indeterminate', code: 'CRYPTO_CONSTRAINTS_FAILURE', evidence, clause: CLAUSE };
  }
  // without attributes the signature itself is over the content
  if (attributes === null || digests.some((found) => equalBytes(found, attributes.messageDigest))) {
    return { id: 'data-hash', outcome: 'passed', evidence, clause: CLAUSE };
  }
  return { id: 'data-hash', outcome: 'failed', code: 'HASH_FAILURE', evidence, clause: CLAUSE };
}

function signatureCheck(result: { readonly ok: boolean; readonly unsupported: string | null }, namesSigner: boolean): Check {
  const id = 'signature-value';
  const clause = CLAUSE;
  if (result.unsupported !== null) {
    const evidence = { algorithm: result.unsupported };
    return { id, clause, outcome: 'indeterminate', code: 'CRYPTO_CONSTRAINTS_FAILURE', evidence };
  }
  if (!result.ok) return { id, clause, outcome: 'failed', code: 'SIG_CRYPTO_FAILURE' };
  if (namesSigner) return { id, clause, outcome: 'passed' };
  const reason = bilingual(
    'the signing-certificate attribute names another certificate',
    '签名证书属性（signing-certificate）指向另一张证书',
  );
  return { id, clause, outcome: 'failed', code: 'SIG_CONSTRAINTS_FAILURE', evidence: { reason } };
}

function intactOf(checks: readonly Check[]): boolean | null {
  if (checks.some(({ code }) => code === 'HASH_FAILURE' || code === 'SIG_CRYPTO_FAILURE' || code === 'SIG_CONSTRAINTS_FAILURE')) {
    return false;
  }
  return checks.every(({ outcome }) => outcome === 'passed') ? true : null;
}

function findSigner(data: SignedData, attributes: SignedAttributes | null, crypto: CryptoProvider): Certificate | null {
  const { identifier } = data.signer;
  const candidates = data.certificates.filter((certificate) =>
    identifier.kind === 'issuer'
      ? equalBytes(certificate.serialNumber, identifier.serialNumber) && sameName(certificate.issuer, identifier.issuer)
      : hasKeyIdentifier(certificate, identifier.subjectKeyIdentifier),
  );
  return candidates.find((certificate) => namesCertificate(attributes, certificate, crypto)) ?? candidates[0] ?? null;
}

function hasKeyIdentifier(certificate: Certificate, identifier: Uint8Array): boolean {
  try {
    const own = subjectKeyIdentifier(certificate);
    return own !== null && equalBytes(own, identifier);
  } catch (error) {
    if (isYinzhengError(error)) return false;
    throw error;
  }
}

/** RFC 5035 §4: when the attribute is there, its first digest is that of the signer's certificate. */
function namesCertificate(attributes: SignedAttributes | null, certificate: Certificate, crypto: CryptoProvider): boolean {
  return (attributes?.signingCertificates ?? []).every(
    ({ algorithm, digest }) => algorithm !== null && equalBytes(digestOfCertificate(certificate, algorithm, crypto), digest),
  );
}

/** By algorithm. */
const digestsOf = once<Certificate, [], Map<DigestAlgorithm, Uint8Array>>(() => new Map());

/** Every token of an authority names its certificate by digest. */
function digestOfCertificate(certificate: Certificate, algorithm: DigestAlgorithm, crypto: CryptoProvider): Uint8Array {
  const known = digestsOf(certificate);
  let digest = known.get(algorithm);
  if (!digest) known.set(algorithm, (digest = crypto.digest(algorithm, certificate.raw)));
  return digest;
}

function formDeviations(data: SignedData, attributes: SignedAttributes | null, digest: DigestAlgorithm | null): Deviation[] {
  const { signer, digestAlgorithms, contentInfoType, contentType, isDer } = data;
  const found: Deviation[] = [];
  if (!isDer) found.push({ code: 'CMS_NOT_DER' });
  const innerTypes = [contentType, ...(attributes ? [attributes.contentType] : [])];
  const isGm = contentInfoType === OID.gmSignedData;
  if (innerTypes.some((type) => DATA_TYPES.has(type) && (type === OID.gmData) !== isGm) || new Set(innerTypes).size > 1) {
    found.push({
      code: 'MIXED_CMS_OIDS',
      evidence: { contentInfoType, contentType, attribute: attributes?.contentType ?? null },
    });
  }
  if (!digestAlgorithms.some(({ oid }) => oid === signer.digestAlgorithm.oid)) {
    const evidence = { signedData: digestAlgorithms.map(({ oid }) => digestOf(oid) ?? oid), signerInfo: digest };
    found.push({ code: 'DIGEST_ALGORITHM_MISMATCH', evidence });
  }
  if (digest === 'sha1') found.push({ code: 'SHA1_DIGEST', evidence: { where: 'document' } });
  if (signer.identifier.kind === 'key') found.push({ code: 'SIGNER_BY_KEY_IDENTIFIER' });
  if (attributes === null) found.push({ code: 'CMS_WITHOUT_SIGNED_ATTRIBUTES' });
  return found;
}
