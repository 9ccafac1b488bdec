/** Trust together with what a document carries to prove its signatures. */
import { equalBytes, toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { nameKey } from '../certificate/name.ts';
import { parseCertificate } from '../certificate/parse.ts';
import { parseCertificateList } from '../crl/parse.ts';
import type { Certificate, Name, ValidationData } from '../model.ts';
import type { VerificationCache } from '../signature/cache.ts';
import { indexOcspResponses, type PreparedTrust } from './prepare.ts';
import { prepareRevocationList, type PreparedRevocationList } from './revocation-list.ts';

/** The certificates of validation data that can be read; none is trusted for being there. */
export function certificatesOf({ certificates }: ValidationData, cache?: VerificationCache): readonly Certificate[] {
  return readable(certificates, (bytes) => cache?.read('certificate', bytes, parseCertificate) ?? parseCertificate(bytes));
}

/**
 * The same trust that also knows the revocation lists and OCSP responses of validation data. Each counts only under the signature of the issuer it is
 * asked about, so that nobody can clear or revoke certificates of another; what cannot be read is left out.
 */
export function withValidationData(
  trust: PreparedTrust,
  data: ValidationData,
  { crypto, cache }: { readonly crypto: CryptoProvider; readonly cache?: VerificationCache | undefined },
): PreparedTrust {
  const carried = new Map<string, PreparedRevocationList[]>();
  const prepare = (bytes: Uint8Array): PreparedRevocationList => prepareRevocationList(parseCertificateList(bytes), [], crypto);
  const lists = readable(data.revocationLists, (bytes) => cache?.read('list', bytes, prepare) ?? prepare(bytes));
  for (const prepared of lists) {
    const { list } = prepared;
    if (trust.revocationLists(list.issuer).some((known) => equalBytes(known.list.raw, list.raw))) continue;
    const key = nameKey(list.issuer);
    carried.set(key, [...(carried.get(key) ?? []), prepared]);
  }
  const answers = indexOcspResponses(data.ocspResponses, { crypto, cache });
  if (carried.size === 0 && answers.size === 0) return trust;
  return Object.freeze({
    ...trust,
    revocationLists(issuer: Name) {
      const more = carried.get(nameKey(issuer));
      const known = trust.revocationLists(issuer);
      return more ? [...known, ...more].sort((left, right) => right.list.thisUpdate - left.list.thisUpdate) : known;
    },
    ocspResponses: (serialNumber: Uint8Array) => [
      ...trust.ocspResponses(serialNumber),
      ...(answers.get(toHex(serialNumber)) ?? []),
    ],
  });
}

function readable<Value>(items: readonly Uint8Array[], parse: (bytes: Uint8Array) => Value): readonly Value[] {
  return items.flatMap((bytes) => {
    try {
      return [parse(bytes)];
    } catch (error) {
      if (isYinzhengError(error)) return [];
      throw error;
    }
  });
}
