import type { CopyReport, RegisterReport, SignatureReport, VerificationReport } from '../../../report/index.ts';
import { detailedView, simpleView } from '../../../report/views/index.ts';
import type { VerificationServices } from './services.ts';
import type { KeptReport, StatusReport } from '../../../services/verification/index.ts';

/** A report as it was kept: the id by which it can be seen again, and whether it is to be had sealed for print. */
export interface KeptReportView extends VerificationReport, Pick<KeptReport, 'id' | 'keptUntil'> {
  readonly printable: boolean;
}

/** A report with the id by which it can be seen again. */
export function keptView(
  { report, id, keptUntil }: KeptReport,
  { prints }: Pick<VerificationServices, 'prints'>,
): KeptReportView {
  return { ...reportView(report), id, keptUntil, printable: prints && id !== null };
}

/** A view of a kept report; the report itself when none is named. */
export function viewOf(
  kept: KeptReport,
  view: 'simple' | 'detailed' | 'diagnostic' | undefined,
  services: Pick<VerificationServices, 'prints'>,
): object {
  switch (view) {
    case undefined:
      return keptView(kept, services);
    case 'simple':
      return simpleView(reportView(kept.report));
    case 'detailed':
      return detailedView(reportView(kept.report));
    case 'diagnostic':
      return kept.diagnostic;
  }
}

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
  const { certification } = signature;
  const facts = { index, field, kind, format, ...(certification && { certification }), intact, conclusion, subIndication };
  return { ...facts, signer, seal, trustClass, claimedTime, place, signedDocument, checks, deviations };
}

function registerView(register: RegisterReport): RegisterReport {
  const { identifier, status, typeName, issuer, holderMasked, validFrom, validTo, since, asOf, knownAt, origin, copy } = register;
  const { annualReview } = register;
  const shown = { identifier, status, typeName, issuer, holderMasked, validFrom, validTo, since, asOf, knownAt };
  return {
    ...shown,
    ...(annualReview && { annualReview: { state: annualReview.state, dueOn: annualReview.dueOn } }),
    ...(origin && { origin: { kind: origin.kind, trust: origin.trust } }),
    ...(copy && { copy: copyView(copy) }),
  };
}

function copyView({ number, kind, state, maker, purpose, user, expiresAt, original }: CopyReport): CopyReport {
  const { edition, sm3 } = original;
  return { number, kind, state, maker, purpose, user, expiresAt, original: { edition, sm3 } };
}

export function statusReportView(report: StatusReport): StatusReport {
  const { status, typeCode, demonstration } = report;
  return { ...registerView(report), status, typeCode, demonstration };
}
