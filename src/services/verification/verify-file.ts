import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import {
  answeredBy,
  documentDigest,
  verifyWithDiagnostic,
  type DocumentVerification,
  type Verification,
} from '../../documents/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { RegisterEntry, ValidationData } from '../../pki/index.ts';
import type { VerificationReport } from '../../report/index.ts';
import { randomId } from '../licences/random.ts';
import type { VerificationDependencies } from './ports.ts';
import { openQuestions } from './questions.ts';
import { askRegister, type RegisterAnswer } from './register.ts';

/** A file to be verified, and the moment of validation, now when absent. */
export interface FileQuestion {
  readonly bytes: Uint8Array;
  readonly at?: Instant | undefined;
  /** Until when what was recorded of the licence counts, now when absent. */
  readonly knownAt?: Instant | undefined;
  /** EvidenceRecord (RFC 4998, DER) that lies beside a bare seal signature. */
  readonly evidenceRecord?: Uint8Array | undefined;
  /** What it is verified for, where that is asked. */
  readonly purpose?: Purpose | undefined;
}

/**
 * Verifies a file: its signatures and seals, and what the register says of it now. Nothing of the file is kept.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_MALFORMED, PDF_ENCRYPTED, INPUT_TOO_LARGE, DOCUMENT_TOO_COSTLY, SERVICE_BUSY,
 * EVIDENCE_RECORD_MALFORMED, DER_MALFORMED, INPUT_INVALID
 */
export async function verifyFile(deps: VerificationDependencies, actor: Actor, input: FileQuestion): Promise<VerificationReport> {
  return (await examineFile(deps, actor, input)).report;
}

/** The same, with what the report was computed from. Rejects as {@link verifyFile}. */
export async function examineFile(deps: VerificationDependencies, actor: Actor, input: FileQuestion): Promise<Verification> {
  const { verification, record } = await examine(deps, actor, input);
  await record();
  return verification;
}

/** A verification made, and how it is recorded in the journal, which has to be done before it is answered. */
export interface Examination {
  readonly verification: Verification;
  readonly record: () => Promise<void>;
}

/** Verifies without recording. Rejects as {@link verifyFile}. */
export async function examine(deps: VerificationDependencies, actor: Actor, input: FileQuestion): Promise<Examination> {
  const now = deps.clock.now();
  const at = input.at ?? now;
  const digest = documentDigest(deps.engine, input.bytes);
  const moment = { asOf: at, knownAt: input.knownAt ?? now };
  const asWhole = deps.store ? await askRegister(deps.store.records, [digest], moment) : null;
  const recorded = asWhole?.recorded ?? null;
  const proofOfExistence = recorded && { size: input.bytes.length, recordedAt: recorded.at };
  const beside = input.evidenceRecord && { evidenceRecord: input.evidenceRecord };
  const first = await read(deps, input.bytes, { ...beside, at, proofOfExistence, sm3: digest, isKnown: recorded !== null });
  // A licence to which something was appended is that licence still, and its status must not be lost with the file's digest.
  const register =
    deps.store && asWhole?.report === null ? await askRegister(deps.store.records, digestsOf(first.report), moment) : asWhole;
  // What it was is in the register, which proves that its signatures existed then: they are judged again by that.
  const part = recorded === null && register ? recordedPart(first.report, register) : null;
  const own = part
    ? await read(deps, input.bytes, { ...beside, at, proofOfExistence: part, sm3: digest, isKnown: false })
    : first;
  const verification = answeredBy(own, register);
  return {
    verification,
    record: () =>
      record(deps, actor, {
        digest,
        at,
        now,
        report: verification.report,
        licence: register?.licence ?? null,
        purpose: input.purpose ?? null,
      }),
  };
}

/** Rounds of fetching: first the certificates of issuers, then the status of what they connect. */
const ROUNDS = 2;

/** Verifies, fetches what the report leaves open, and verifies again with it; the core itself asks nobody. */
async function withFetched(
  { revocation }: Pick<VerificationDependencies, 'revocation'>,
  verify: (validationData: ValidationData | null) => Promise<Verification>,
): Promise<Verification> {
  let verification = await verify(null);
  let data: ValidationData = { certificates: [], revocationLists: [], ocspResponses: [] };
  for (let round = 0; revocation && round < ROUNDS; round++) {
    const questions = openQuestions(verification.report);
    if (questions.length === 0) break;
    const more = await revocation.fetch(questions);
    if (more.certificates.length + more.revocationLists.length + more.ocspResponses.length === 0) break;
    data = {
      certificates: [...data.certificates, ...more.certificates],
      revocationLists: [...data.revocationLists, ...more.revocationLists],
      ocspResponses: [...data.ocspResponses, ...more.ocspResponses],
    };
    verification = await verify(data);
  }
  return verification;
}

/**
 * Records a verification in the journal before it is answered. Only where the register could not be reached, which the answer says, it is
 * answered without: a counter must be told so, and the journal lies where the register does.
 */
async function record(
  deps: VerificationDependencies,
  actor: Actor,
  verified: {
    readonly digest: string;
    readonly at: Instant;
    readonly now: Instant;
    readonly report: VerificationReport;
    readonly licence: string | null;
    readonly purpose: Purpose | null;
  },
): Promise<void> {
  const { digest, at, now, report, licence, purpose } = verified;
  const status = report.register?.status;
  const identifier = report.register?.identifier;
  const event: DomainEvent = {
    id: `verifications/${randomId(deps.random)}`,
    kind: 'document-verified',
    subject: `documents/${digest}`,
    effectiveAt: isoInstant(at),
    recordedAt: isoInstant(now),
    actor,
    purpose,
    facts: {
      conclusion: report.conclusion,
      subIndication: report.subIndication,
      signatures: report.signatures.length,
      // By these the holder finds that somebody verified the licence.
      ...(licence !== null && { licence, ...(identifier && { identifier }), ...(status && { status }) }),
    },
  };
  try {
    await deps.journal?.record([event]);
  } catch (error) {
    const unreachable = report.checks.some(({ code }) => code === 'REGISTER_UNAVAILABLE');
    if (!unreachable || !isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
  }
}

/** The document as it is, and as each of its signatures found it. */
function digestsOf({ document, signatures }: VerificationReport): readonly string[] {
  return [document.sm3, ...signatures.flatMap(({ signedDocument }) => (signedDocument ? [signedDocument.sm3] : []))];
}

/** The part of a document that a register has recorded. */
function recordedPart({ signatures }: VerificationReport, { recorded }: RegisterAnswer): RegisterEntry | null {
  const found = signatures.find(({ signedDocument }) => recorded !== null && signedDocument?.sm3 === recorded.sm3);
  return recorded && found?.signedDocument ? { size: found.signedDocument.size, recordedAt: recorded.at } : null;
}

/** What this service made itself is read at once; anything else may be made to hurt, and is read apart. */
function read(
  deps: VerificationDependencies,
  bytes: Uint8Array,
  { isKnown, sm3, ...question }: Question & { readonly sm3: string; readonly isKnown: boolean },
): Promise<Verification> {
  const { isolated } = deps;
  return withFetched(deps, (validationData) => {
    const asked = validationData ? { ...question, validationData } : question;
    if (isolated && !isKnown) return isolated.verify(bytes, asked);
    return Promise.resolve(verifyHere(deps, bytes, { ...asked, sm3 }));
  });
}

type Question = Pick<DocumentVerification, 'at' | 'proofOfExistence' | 'evidenceRecord'>;

function verifyHere(
  { engine, trust, policy, certificates, cache }: VerificationDependencies,
  bytes: Uint8Array,
  question: Question & Pick<DocumentVerification, 'sm3' | 'validationData'>,
): Verification {
  return verifyWithDiagnostic(engine, bytes, {
    ...question,
    trust: trust(),
    policy,
    ...(certificates ? { certificates } : {}),
    ...(cache ? { cache } : {}),
  });
}
