import { toBase64, toHex, utf8 } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import { nameText, recordTrust, type Certificate, type CertificateList, type VerificationPolicy } from '../../pki/index.ts';
import { withRegister, type RegisterFinding, type VerificationReport } from '../../report/index.ts';
import { equipped, verifyDocument, type DocumentVerification, type VerifyingEngine } from '../verify.ts';
import type {
  DiagnosticCertificate,
  DiagnosticList,
  DiagnosticTimeStamp,
  Verification,
  VerificationDiagnostic,
} from './model.ts';

/** Octets of DER of revocation lists that a diagnostic carries at most; lists beyond are named by digest. */
export const MAX_CARRIED_LISTS = 1024 * 1024;

/**
 * Verifies a document as {@link verifyDocument} does, and collects what the report was computed from.
 * @throws {YinzhengError} as verifyDocument
 */
export function verifyWithDiagnostic(engine: VerifyingEngine, bytes: Uint8Array, asked: DocumentVerification): Verification {
  const verification = equipped(engine, asked);
  const recorded = recordTrust(verification.trust);
  const report = verifyDocument(engine, bytes, { ...verification, trust: recorded.trust });
  const { crypto } = engine;
  const { material, foreign } = recorded.looked();
  const { anchors, intermediates, revocationLists, ocspResponses = [], sealMakers } = material;
  const { certificates: given = [], policy, proofOfExistence, evidenceRecord } = verification;
  const diagnostic: VerificationDiagnostic = {
    ...{ schema: 1, view: 'diagnostic', document: report.document, validatedAt: report.validatedAt },
    proofOfExistence: proofOfExistence && { ...proofOfExistence, recordedAt: isoInstant(proofOfExistence.recordedAt) },
    ...(evidenceRecord && { evidenceRecord: toBase64(evidenceRecord) }),
    policy: { sm3: policyDigest(policy, crypto), value: policy },
    anchors: anchors.map(({ certificate, ...facts }) => ({ ...facts, sm3: encoded(certificate, crypto).sm3 })),
    certificates: [
      ...[...anchors.map(({ certificate }) => certificate), ...intermediates].map((from) => kept(from, 'trust-store', crypto)),
      ...given.map((from) => kept(from, 'given', crypto)),
      ...foreign
        .filter((certificate) => !given.includes(certificate))
        .map((certificate) => ({ ...kept(certificate, 'document', crypto), der: null })),
    ],
    revocationLists: carriedLists(revocationLists, crypto),
    ocspResponses: ocspResponses.map(toBase64),
    ...{ sealMakers, timeStamps: timeStampsOf(report), register: null },
  };
  return { report, diagnostic };
}

/** The same with the register's answer; null says that no register was asked. */
export function answeredBy({ report, diagnostic }: Verification, register: RegisterFinding | null): Verification {
  const finding = register && { check: register.check, report: register.report, demonstration: register.demonstration };
  return { report: withRegister(report, finding), diagnostic: { ...diagnostic, register: finding } };
}

/** SM3 of a policy, hexadecimal: of its JSON, names sorted, without white space. */
export function policyDigest(policy: VerificationPolicy, crypto: CryptoProvider): string {
  const sorted = Object.fromEntries(Object.entries(policy).sort(([left], [right]) => (left < right ? -1 : 1)));
  return toHex(crypto.digest('sm3', utf8(JSON.stringify(sorted))));
}

/** Certificates and lists of a trust store are the same objects for many verifications. */
const ENCODED = new WeakMap<Certificate | CertificateList, { readonly sm3: string; readonly der: string }>();

function encoded(object: Certificate | CertificateList, crypto: CryptoProvider): { readonly sm3: string; readonly der: string } {
  const known = ENCODED.get(object);
  if (known) return known;
  const made = { sm3: toHex(crypto.digest('sm3', object.raw)), der: toBase64(object.raw) };
  ENCODED.set(object, made);
  return made;
}

function kept(certificate: Certificate, from: DiagnosticCertificate['from'], crypto: CryptoProvider): DiagnosticCertificate {
  const { sm3, der } = encoded(certificate, crypto);
  return { sm3, from, der };
}

function carriedLists(lists: readonly CertificateList[], crypto: CryptoProvider): readonly DiagnosticList[] {
  let carried = 0;
  return lists.map((list) => {
    const { sm3, der } = encoded(list, crypto);
    carried += list.raw.length;
    return {
      ...{ sm3, issuer: nameText(list.issuer), thisUpdate: isoInstant(list.thisUpdate) },
      nextUpdate: list.nextUpdate === null ? null : isoInstant(list.nextUpdate),
      der: carried <= MAX_CARRIED_LISTS ? der : null,
    };
  });
}

const STAMPED = { 'signing-time': 'signature', 'seal-period': 'seal' } as const;

/** The time stamps that a report tells of. */
function timeStampsOf({ signatures }: VerificationReport): readonly DiagnosticTimeStamp[] {
  return signatures.flatMap(({ index, kind, checks, claimedTime, conclusion }) => {
    const found: DiagnosticTimeStamp[] = [];
    if (kind === 'time-stamp') {
      found.push({ signature: index, of: 'document', time: claimedTime, proven: conclusion === 'passed' });
    }
    for (const { id, evidence } of checks) {
      const token = evidence?.['timeStamp'] as { readonly time?: string; readonly proven?: boolean } | null | undefined;
      if ((id === 'signing-time' || id === 'seal-period') && token) {
        found.push({ signature: index, of: STAMPED[id], time: token.time ?? null, proven: token.proven === true });
      }
    }
    return found;
  });
}
