import { fromBase64 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import {
  certificateDigest,
  parseCertificate,
  parseCertificateList,
  prepareTrust,
  type Certificate,
  type CertificateList,
  type TrustMaterial,
} from '../../pki/index.ts';
import { withRegister, type VerificationReport } from '../../report/index.ts';
import { documentDigest } from '../digest.ts';
import { verifyDocument, type VerifyingEngine } from '../verify.ts';
import { policyDigest } from './collect.ts';
import type { VerificationDiagnostic } from './model.ts';

/**
 * Computes a report once more from a diagnostic and the document, with nothing else: the same report, or the diagnostic is not of it.
 * @param document the bytes that were verified
 * @param lists revocation lists, DER, that the diagnostic names and was too small to carry
 * @throws {YinzhengError} INPUT_INVALID when the document is another one, or something of the diagnostic is missing or altered; and as
 * verifyDocument
 */
export function verifyAgain(
  engine: VerifyingEngine,
  diagnostic: VerificationDiagnostic,
  document: Uint8Array,
  lists: readonly Uint8Array[] = [],
): VerificationReport {
  const sm3 = documentDigest(engine, document);
  if (sm3 !== diagnostic.document.sm3) {
    throw invalid(bilingual('the diagnostic is of another document', '诊断数据属于另一份文件'));
  }
  const { policy, proofOfExistence, validatedAt, register, evidenceRecord } = diagnostic;
  if (policyDigest(policy.value, engine.crypto) !== policy.sm3) throw altered('policy');
  const report = verifyDocument(engine, document, {
    trust: prepareTrust(materialOf(engine, diagnostic, lists), engine.crypto),
    policy: policy.value,
    at: Date.parse(validatedAt),
    proofOfExistence: proofOfExistence && { ...proofOfExistence, recordedAt: Date.parse(proofOfExistence.recordedAt) },
    certificates: certificatesFrom('given', engine, diagnostic),
    ...(evidenceRecord !== undefined && { evidenceRecord: fromBase64(evidenceRecord) }),
    sm3,
  });
  return withRegister(report, register);
}

function materialOf(engine: VerifyingEngine, diagnostic: VerificationDiagnostic, lists: readonly Uint8Array[]): TrustMaterial {
  const stored = certificatesFrom('trust-store', engine, diagnostic);
  const byDigest = new Map(stored.map((certificate) => [certificateDigest(certificate, engine.crypto), certificate]));
  const anchors = diagnostic.anchors.map(({ sm3, ...facts }) => {
    const certificate = byDigest.get(sm3);
    if (!certificate) throw altered(sm3);
    return { ...facts, certificate };
  });
  const anchored = new Set(anchors.map(({ certificate }) => certificate));
  return {
    anchors,
    intermediates: stored.filter((certificate) => !anchored.has(certificate)),
    revocationLists: listsOf(engine, diagnostic, lists),
    ocspResponses: diagnostic.ocspResponses.map(fromBase64),
    sealMakers: diagnostic.sealMakers,
  };
}

function certificatesFrom(
  from: 'trust-store' | 'given',
  engine: VerifyingEngine,
  { certificates }: VerificationDiagnostic,
): readonly Certificate[] {
  return certificates
    .filter((entry) => entry.from === from)
    .map(({ sm3, der }) => {
      if (der === null) throw altered(sm3);
      const certificate = parseCertificate(fromBase64(der));
      if (certificateDigest(certificate, engine.crypto) !== sm3) throw altered(sm3);
      return certificate;
    });
}

function listsOf(
  engine: VerifyingEngine,
  { revocationLists }: VerificationDiagnostic,
  lists: readonly Uint8Array[],
): readonly CertificateList[] {
  const supplied = new Map(lists.map((bytes) => [documentDigest(engine, bytes), bytes]));
  return revocationLists.map(({ sm3, der }) => {
    const bytes = der === null ? supplied.get(sm3) : fromBase64(der);
    if (!bytes) throw invalid(bilingual(`the revocation list ${sm3} is needed`, `缺少撤销列表 ${sm3}`));
    if (documentDigest(engine, bytes) !== sm3) throw altered(sm3);
    return parseCertificateList(bytes);
  });
}

function altered(what: string): YinzhengError {
  return invalid(bilingual(`the diagnostic is incomplete or altered: ${what}`, `诊断数据不完整或被改动：${what}`));
}

function invalid(reason: ReturnType<typeof bilingual>): YinzhengError {
  return new YinzhengError('INPUT_INVALID', { reason });
}
