/** What of a trust a verification looked at, so that it can be repeated without the rest. */
import type { Certificate, CertificateList, Name, TrustAnchor, TrustMaterial } from '../model.ts';
import { encodeOcspResponse } from '../ocsp/write.ts';
import type { PreparedTrust } from './prepare.ts';

/** A trust that remembers what it was asked. */
export interface RecordedTrust {
  readonly trust: PreparedTrust;
  /**
   * What answers the same questions in the same way, and the certificates asked about that are not stored: those of the document.
   */
  looked(): { readonly material: TrustMaterial; readonly foreign: readonly Certificate[] };
}

/** Wraps a trust for one verification. */
export function recordTrust(trust: PreparedTrust): RecordedTrust {
  const anchors = new Map<Certificate, TrustAnchor>();
  const stored = new Set<Certificate>();
  const asked = new Set<Certificate>();
  const lists = new Set<CertificateList>();
  const answers = new Set<Uint8Array>();
  const note = (certificate: Certificate): void => {
    if (stored.has(certificate)) return;
    const anchor = trust.anchorOf(certificate);
    if (anchor) anchors.set(certificate, anchor);
    stored.add(certificate);
  };
  return {
    trust: {
      ...trust,
      anchorOf(certificate: Certificate) {
        const anchor = trust.anchorOf(certificate);
        if (anchor) noteSubjects(anchor.certificate.subject);
        else asked.add(certificate);
        return anchor;
      },
      stored(certificate: Certificate) {
        const known = trust.stored(certificate);
        if (trust.subjects(known.subject).includes(known)) noteSubjects(known.subject);
        else asked.add(known);
        return known;
      },
      subjects(name: Name) {
        noteSubjects(name);
        return trust.subjects(name);
      },
      revocationLists(issuer: Name) {
        const found = trust.revocationLists(issuer);
        for (const { list } of found) lists.add(list);
        return found;
      },
      ocspResponses(serialNumber: Uint8Array) {
        const found = trust.ocspResponses(serialNumber);
        for (const { response } of found) answers.add(response.raw);
        return found;
      },
    },
    looked: () => ({
      material: {
        anchors: [...anchors.values()],
        intermediates: [...stored].filter((certificate) => !anchors.has(certificate)),
        revocationLists: [...lists],
        ocspResponses: [...answers].map(encodeOcspResponse),
        sealMakers: trust.sealMakers,
      },
      foreign: [...asked].filter((certificate) => !stored.has(certificate)),
    }),
  };

  /** Those of one subject together, in their order, since searches depend on it. */
  function noteSubjects(name: Name): void {
    for (const certificate of trust.subjects(name)) note(certificate);
  }
}
