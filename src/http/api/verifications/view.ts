import type { RegisterReport, SignatureReport, VerificationReport } from '../../../report/index.ts';
import type { StatusReport } from '../../../services/verification/index.ts';

/** The report, field by field, so that nothing leaves that its schema does not name. */
export function reportView(report: VerificationReport): VerificationReport {
  const { schema, conclusion, subIndication, document, validatedAt, signatures, register, demonstration, checks } = report;
  return {
    schema,
    conclusion,
    subIndication,
    document: { format: document.format, size: document.size, sm3: document.sm3 },
    validatedAt,
    signatures: signatures.map(signatureView),
    register: register ? registerView(register) : null,
    demonstration,
    checks,
  };
}

function signatureView(signature: SignatureReport): SignatureReport {
  const { index, field, kind, format, intact, conclusion, subIndication } = signature;
  const { signer, seal, trustClass, claimedTime, place, signedDocument, checks, deviations } = signature;
  const facts = { index, field, kind, format, intact, conclusion, subIndication };
  return { ...facts, signer, seal, trustClass, claimedTime, place, signedDocument, checks, deviations };
}

function registerView(register: RegisterReport): RegisterReport {
  const { identifier, status, typeName, issuer, holderMasked, validFrom, validTo, since, asOf, knownAt } = register;
  return { identifier, status, typeName, issuer, holderMasked, validFrom, validTo, since, asOf, knownAt };
}

export function statusReportView(report: StatusReport): StatusReport {
  const { status, typeCode, demonstration } = report;
  return { ...registerView(report), status, typeCode, demonstration };
}
