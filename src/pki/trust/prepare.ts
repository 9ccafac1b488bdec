/**
 * Trust material made ready: stored certificates and revocation lists are indexed by name, and the signatures between them are verified
 * once and their keys loaded, so that verifying one more certificate costs one signature.
 */
import { equalBytes, toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { once } from '../../base/once.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Deviation } from '../../report/index.ts';
import { nameKey } from '../certificate/name.ts';
import type { AuthorisedSealMaker, Certificate, Name, TrustAnchor, TrustMaterial } from '../model.ts';
import type { BasicOcspResponse } from '../ocsp/model.ts';
import { parseOcspResponse } from '../ocsp/parse.ts';
import type { VerificationCache } from '../signature/cache.ts';
import { verifySigned } from '../signature/verify.ts';
import { prepareOcspResponse, type PreparedOcspResponse } from './ocsp-response.ts';
import { prepareRevocationList, type PreparedRevocationList } from './revocation-list.ts';

/** Trust material ready for {@link findPaths}; unchanging. */
export interface PreparedTrust {
  /** What stands for the stored certificates: paths within the same store are the same, whatever is known of revocation. */
  readonly store: object;
  readonly sealMakers: readonly AuthorisedSealMaker[];
  /** The anchor that a certificate is, byte for byte, or null. */
  anchorOf(certificate: Certificate): TrustAnchor | null;
  /** The stored certificate with the same bytes, or the given one: what is stored has its signatures verified already. */
  stored(certificate: Certificate): Certificate;
  /** Stored certificates with this subject, anchors first. */
  subjects(name: Name): readonly Certificate[];
  /** Whether a stored certificate was signed by another stored one; null when either is not stored. */
  isSignedBy(certificate: Certificate, issuer: Certificate): boolean | null;
  /** The departures met in the signature of a stored certificate by another; empty when there is no such signature. */
  deviationsBetween(certificate: Certificate, issuer: Certificate): readonly Deviation[];
  /** Revocation lists of an issuer, the latest first. */
  revocationLists(issuer: Name): readonly PreparedRevocationList[];
  /** OCSP answers about certificates of this serial number (content octets of the INTEGER), whoever issued them. */
  ocspResponses(serialNumber: Uint8Array): readonly PreparedOcspResponse[];
}

/**
 * Indexes trust material and verifies the signatures within it. A stored certificate or list whose signature is wrong stays without
 * effect; it is no error, since stores hold certificates of many issuers.
 */
export function prepareTrust(material: TrustMaterial, crypto: CryptoProvider): PreparedTrust {
  const stored = new Map<number, Certificate[]>();
  const bySubject = new Map<string, Certificate[]>();
  const anchors = new Map<Certificate, TrustAnchor>();
  const find = (certificate: Certificate): Certificate | undefined =>
    stored.get(signatureKey(certificate))?.find(({ raw }) => raw === certificate.raw || equalBytes(raw, certificate.raw));
  const store = (certificate: Certificate): Certificate => {
    const known = find(certificate);
    if (known) return known;
    append(stored, signatureKey(certificate), certificate);
    append(bySubject, nameKey(certificate.subject), certificate);
    return certificate;
  };
  for (const anchor of material.anchors) {
    const certificate = store(anchor.certificate);
    // stored twice with different classes, the weaker counts
    if (anchors.get(certificate)?.trustClass !== 'demonstration') anchors.set(certificate, anchor);
  }
  material.intermediates.forEach(store);

  const issuers = new Map<Certificate, Signers>();
  for (const certificate of [...stored.values()].flat()) {
    issuers.set(certificate, signersOf(certificate, bySubject, crypto));
    crypto.prepareKey(certificate.publicKey.raw);
  }

  const lists = new Map<string, PreparedRevocationList[]>();
  for (const list of material.revocationLists) {
    const key = nameKey(list.issuer);
    append(lists, key, prepareRevocationList(list, bySubject.get(key) ?? [], crypto));
  }
  for (const found of lists.values()) found.sort((left, right) => right.list.thisUpdate - left.list.thisUpdate);
  const answers = indexOcspResponses(material.ocspResponses ?? [], { crypto });

  // certificates of documents are read once, and asked about with each document
  const known = once((certificate: Certificate): Certificate | null => find(certificate) ?? null);
  return Object.freeze({
    store: stored,
    sealMakers: material.sealMakers,
    anchorOf: (certificate: Certificate) => anchors.get(known(certificate) ?? certificate) ?? null,
    stored: (certificate: Certificate) => known(certificate) ?? certificate,
    subjects: (name: Name) => bySubject.get(nameKey(name)) ?? [],
    isSignedBy(certificate: Certificate, issuer: Certificate) {
      const found = issuers.get(certificate);
      return found && issuers.has(issuer) ? found.has(issuer) : null;
    },
    deviationsBetween: (certificate: Certificate, issuer: Certificate) => issuers.get(certificate)?.get(issuer) ?? [],
    revocationLists: (issuer: Name) => lists.get(nameKey(issuer)) ?? [],
    ocspResponses: (serialNumber: Uint8Array) => answers.get(toHex(serialNumber)) ?? [],
  });
}

/** Answers by the serial numbers in hexadecimal that they speak of; what cannot be read, or is no answer, is left out. */
export function indexOcspResponses(
  items: readonly Uint8Array[],
  { crypto, cache }: { readonly crypto: CryptoProvider; readonly cache?: VerificationCache | undefined },
): ReadonlyMap<string, readonly PreparedOcspResponse[]> {
  const found = new Map<string, PreparedOcspResponse[]>();
  const prepare = (bytes: Uint8Array): { readonly prepared: PreparedOcspResponse | null } => {
    const response = readAnswer(bytes);
    return { prepared: response && prepareOcspResponse(response, crypto) };
  };
  for (const bytes of items) {
    const { prepared } = cache ? cache.read('ocsp', bytes, prepare) : prepare(bytes);
    if (!prepared) continue;
    const serials = prepared.response.data.responses.map(({ certificate }) => toHex(certificate.serialNumber));
    for (const serial of new Set(serials)) append(found, serial, prepared);
  }
  return found;
}

function readAnswer(bytes: Uint8Array): BasicOcspResponse | null {
  try {
    return parseOcspResponse(bytes).response;
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

/** The certificates by whose keys one is signed, with the departures met. */
type Signers = ReadonlyMap<Certificate, readonly Deviation[]>;

function signersOf(
  certificate: Certificate,
  bySubject: ReadonlyMap<string, readonly Certificate[]>,
  crypto: CryptoProvider,
): Signers {
  const { tbs, signatureAlgorithm: algorithm, signature } = certificate;
  const signers = new Map<Certificate, readonly Deviation[]>();
  for (const candidate of bySubject.get(nameKey(certificate.issuer)) ?? []) {
    const { publicKey } = candidate;
    const { ok, deviations } = verifySigned({ tbs, algorithm, signature, publicKey, crypto });
    if (ok) signers.set(candidate, deviations);
  }
  return signers;
}

function append<K, T>(map: Map<K, T[]>, key: K, value: T): void {
  const found = map.get(key);
  if (found) found.push(value);
  else map.set(key, [value]);
}

/** A quick first distinction: the last octets of signatures are practically all different. */
function signatureKey({ signature }: Certificate): number {
  return signature.subarray(-6).reduce((key, octet) => key * 256 + octet, 0);
}
