import { isoInstant, type Instant } from '../../base/time.ts';
import { documentDigest, verifyDocument } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { concludeChecks, worse, type VerificationReport } from '../../report/index.ts';
import { randomId } from '../licences/random.ts';
import type { VerificationDependencies } from './ports.ts';
import { askRegister } from './register.ts';

/**
 * Verifies a file: its signatures and seals, and what the register says of it now. Nothing of the file is kept.
 * @param input.at moment of validation, now when absent
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_MALFORMED, PDF_ENCRYPTED, INPUT_TOO_LARGE
 */
export async function verifyFile(
  deps: VerificationDependencies,
  actor: Actor,
  input: { readonly bytes: Uint8Array; readonly at?: Instant | undefined },
): Promise<VerificationReport> {
  const now = deps.clock.now();
  const at = input.at ?? now;
  const digest = documentDigest(deps.engine, input.bytes);
  const register = deps.store ? await askRegister(deps.store.records, digest, { asOf: at, knownAt: now }) : null;
  const report = verifyDocument(deps.engine, input.bytes, {
    trust: deps.trust(),
    policy: deps.policy,
    at,
    proofOfExistence: register?.recordedAt ?? null,
  });
  const whole = register ? withRegister(report, register) : report;
  await deps.journal.record([
    {
      id: `verifications/${randomId(deps.random)}`,
      kind: 'document-verified',
      subject: `documents/${digest}`,
      effectiveAt: isoInstant(at),
      recordedAt: isoInstant(now),
      actor,
      purpose: null,
      facts: { conclusion: whole.conclusion, subIndication: whole.subIndication, signatures: whole.signatures.length },
    },
  ]);
  return whole;
}

function withRegister(report: VerificationReport, register: Awaited<ReturnType<typeof askRegister>>): VerificationReport {
  const own = concludeChecks([register.check]);
  const conclusion = worse(report.conclusion, own.conclusion);
  return {
    ...report,
    conclusion,
    subIndication: conclusion === report.conclusion ? report.subIndication : own.subIndication,
    register: register.report,
    demonstration: report.demonstration || register.demonstration,
    checks: [...report.checks, register.check],
  };
}
