/** What revocation lists and OCSP answers say of one certificate, on one footing (RFC 5280 §6.3, RFC 6960 §3.2). */
import { OID } from '../../asn1/index.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { once } from '../../base/once.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Deviation } from '../../report/index.ts';
import { nameText } from '../certificate/name.ts';
import type { Certificate, RevokedEntry } from '../model.ts';
import { readTimeExtension } from '../ocsp/extensions.ts';
import type { OcspSigner, PreparedOcspResponse } from '../trust/ocsp-response.ts';
import type { PreparedTrust } from '../trust/prepare.ts';
import type { PreparedRevocationList } from '../trust/revocation-list.ts';

/** One source's word on a certificate, its signature verified. */
export interface RevocationStatement {
  readonly kind: 'list' | 'ocsp';
  /** False when an OCSP responder says that it does not know the certificate. */
  readonly isKnown: boolean;
  /** Null when it is not revoked, or not known. */
  readonly entry: RevokedEntry | null;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant | null;
  /** Certificates that expired since then are still spoken of; null when nothing is said. */
  readonly expiredSince: Instant | null;
  readonly deviations: readonly Deviation[];
  /** Where it comes from and of when it is, as serialisable evidence. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** How far the clocks within an answer may be apart, ms. */
const SKEW = 300_000;

/** Every statement about a certificate that its issuer answers for, the latest first. */
export function revocationStatements(
  certificate: Certificate,
  issuer: Certificate,
  trust: PreparedTrust,
): readonly RevocationStatement[] {
  const lists = trust.revocationLists(certificate.issuer).filter((list) => list.isSignedBy(issuer));
  const answers = trust.ocspResponses(certificate.serialNumber).flatMap((response) => {
    const said = saidByAnswer(response)(certificate)(issuer);
    // whoever signed it had been revoked
    if (!said || (!said.signer.isBeyondQuestion && lists.some((list) => list.find(said.signer.certificate.serialNumber))))
      return [];
    return [said.statement];
  });
  return [
    ...lists.filter((list) => list.covers(certificate)).map((list) => saidByList(list)(certificate)(issuer)),
    ...answers,
  ].sort((left, right) => right.thisUpdate - left.thisUpdate);
}

const saidByList = once((source: PreparedRevocationList) =>
  once((certificate: Certificate) =>
    once((issuer: Certificate): RevocationStatement => statementOfList(source, certificate, issuer)),
  ),
);

const saidByAnswer = once((prepared: PreparedOcspResponse) =>
  once((certificate: Certificate) =>
    once((issuer: Certificate): SignedStatement | null => statementOfAnswer(prepared, certificate, issuer)),
  ),
);

function statementOfList(source: PreparedRevocationList, certificate: Certificate, issuer: Certificate): RevocationStatement {
  const { list } = source;
  return {
    kind: 'list',
    isKnown: true,
    entry: source.find(certificate.serialNumber),
    thisUpdate: list.thisUpdate,
    nextUpdate: list.nextUpdate,
    expiredSince: quietly(() => readTimeExtension(list, OID.expiredCertsOnCrl)),
    deviations: source.deviationsUnder(issuer),
    evidence: { source: 'list', ...updates(list) },
  };
}

interface SignedStatement {
  readonly statement: RevocationStatement;
  readonly signer: OcspSigner;
}

/** Null when the answer says nothing of the certificate, or whoever signed it may not speak for the issuer. */
function statementOfAnswer(
  prepared: PreparedOcspResponse,
  certificate: Certificate,
  issuer: Certificate,
): SignedStatement | null {
  const single = prepared.find(certificate, issuer);
  const signer = single && prepared.signerFor(issuer);
  if (!single || !signer) return null;
  const { producedAt } = prepared.response.data;
  // it speaks of a time that had not come
  if (single.thisUpdate > producedAt + SKEW) return null;
  const { status, thisUpdate, nextUpdate, archiveCutoff: expiredSince, invalidityDate } = single;
  const statement: RevocationStatement = {
    kind: 'ocsp',
    isKnown: status.kind !== 'unknown',
    entry:
      status.kind === 'revoked'
        ? { serialNumber: certificate.serialNumber, revokedAt: status.revokedAt, reason: status.reason, invalidityDate }
        : null,
    ...{ thisUpdate, nextUpdate, expiredSince },
    deviations: signer.deviations,
    evidence: {
      ...{ source: 'ocsp', responder: nameText(signer.certificate.subject), producedAt: isoInstant(producedAt) },
      ...updates(single),
    },
  };
  return { statement, signer };
}

function updates({ thisUpdate, nextUpdate }: Pick<RevocationStatement, 'thisUpdate' | 'nextUpdate'>): Record<string, unknown> {
  return { thisUpdate: isoInstant(thisUpdate), nextUpdate: nextUpdate === null ? null : isoInstant(nextUpdate) };
}

function quietly<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}
