/** Verifies every signature of a PDF by the ordered questions, a file each. */
import { toHex } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { certificatesOf, CLOCK_TOLERANCE, withValidationData } from '../../pki/index.ts';
import type { Check, Deviation, DeviationCode, SignatureReport } from '../../report/index.ts';
import { nameValue } from '../objects/index.ts';
import { openPdf, type PdfDocument } from '../reader/index.ts';
import { findText } from '../syntax/index.ts';
import { checkAppearance } from './appearance.ts';
import { certificationOf } from './changes/permission.ts';
import { prepareChanges } from './changes.ts';
import { readCoverage, type CoverageFault } from './coverage.ts';
import { dateValue } from './date.ts';
import { createDocumentProofs, type DocumentProofs } from './existence.ts';
import { findSignatures } from './find.ts';
import { isImpression } from './cover/impression.ts';
import { createCoverageDigests, type CoverageDigests } from './digests.ts';
import { isTimeStamp } from './last-time-stamp.ts';
import type { Coverage, FoundSignature, PayloadVerdict, SignatureField } from './model.ts';
import type { PdfVerification } from './options.ts';
import { verifyPayload } from './payload.ts';
import { placeOf } from './place.ts';
import { concludeSignature, distinctDeviations, unreadableReport } from './report.ts';
import { readSecurityStore } from './security-store.ts';
import { structureFault } from './structure.ts';

const COVERAGE_CLAUSE = 'ISO 32000-1 §12.8.1';
const TOLERATED: readonly DeviationCode[] = [
  'WRONG_STREAM_LENGTH',
  'DANGLING_CROSS_REFERENCE',
  'HYBRID_CROSS_REFERENCE',
  'HEADER_NOT_AT_START',
];

interface Placed {
  readonly found: FoundSignature;
  readonly coverage: Coverage | CoverageFault;
}

type Digesting = PdfVerification & { readonly digests: CoverageDigests };

interface Assessed extends Placed {
  readonly signed: number | null;
  readonly structure: Check;
  readonly payload: PayloadVerdict | null;
  readonly intact: boolean | null;
  isImpression(field: SignatureField): boolean;
}

/**
 * The report of each signature in signing order; none for an unsigned document. A document that cannot be read although it
 * has signatures is reported as a signature that failed.
 * @throws {YinzhengError} PDF_ENCRYPTED, and PDF_MALFORMED and its like for a document without signatures that cannot be read
 */
export function verifyPdf(bytes: Uint8Array, options: PdfVerification): { readonly signatures: readonly SignatureReport[] } {
  try {
    const document = openPdf(bytes, { zlib: options.zlib, limits: options.limits });
    return { signatures: verifyDocument(document, options) };
  } catch (error) {
    if (!isYinzhengError(error) || error.code === 'PDF_ENCRYPTED') throw error;
    if (findText(bytes, '/ByteRange', 0, bytes.length) === -1) throw error;
    return { signatures: [unreadableReport(error.bilingual)] };
  }
}

function verifyDocument(document: PdfDocument, options: PdfVerification): readonly SignatureReport[] {
  const { signatures, unreadable } = findSignatures(document);
  if (signatures.length === 0) return [];
  const equipped = withCarriedData(document, options);
  const placed = signatures.map((found) => ({ found, coverage: readCoverage(document, found) }));
  const coverages = placed.flatMap(({ coverage }) => ('revision' in coverage ? [coverage] : []));
  const digests = createCoverageDigests(document.bytes, coverages, options.crypto);
  const assessed = assessAll(document, placed, { digests, ...equipped });
  const changesAfter = prepareChanges(document, assessed);
  const deviations: Deviation[] = document.anomalies.flatMap(({ code, offset, object }) => {
    const tolerated = TOLERATED.find((known) => known === code);
    return tolerated === undefined ? [] : [{ code: tolerated, evidence: { offset, object } }];
  });
  if (unreadable.length > 0) deviations.push({ code: 'MALFORMED_OBJECT', evidence: { objects: unreadable.slice(0, 50) } });
  return assessed.map((signature, index) => {
    const changes = signature.signed === null ? null : changesAfter(signature.signed);
    return report(document, { index, changes, deviations, ...signature }, { digests, ...options });
  });
}

/** Certificates and revocation lists that the document carries help as those given do. */
function withCarriedData(document: PdfDocument, options: PdfVerification): PdfVerification {
  const data = readSecurityStore(document, options.cache);
  if (data.certificates.length + data.revocationLists.length + data.ocspResponses.length === 0) return options;
  const certificates = [...(options.certificates ?? []), ...certificatesOf(data, options.cache)];
  return { ...options, certificates, trust: withValidationData(options.trust, data, options) };
}

/** In signing order; judged from the last, since a time stamp proves when the signatures before it existed. */
function assessAll(document: PdfDocument, signatures: readonly Placed[], options: Digesting): readonly Assessed[] {
  const proofs = createDocumentProofs(options.registered);
  return [...signatures]
    .sort((left, right) => order(left) - order(right))
    .reverse()
    .map((placed) => assess(document, placed, { options, proofs }))
    .reverse();
}

function assess(
  document: PdfDocument,
  { found, coverage }: Placed,
  { options, proofs }: { readonly options: Digesting; readonly proofs: DocumentProofs },
): Assessed {
  const signed = 'revision' in coverage ? coverage.revision : null;
  const reason = structureFault(document, found, signed);
  const structure: Check =
    reason === null
      ? { id: 'structure', outcome: 'passed', clause: COVERAGE_CLAUSE }
      : { id: 'structure', outcome: 'failed', code: 'FORMAT_FAILURE', evidence: { reason }, clause: COVERAGE_CLAUSE };
  const payload =
    'revision' in coverage ? verifyPayload(coverage, isTimeStamp(found), { proofs: proofs.over(coverage), ...options }) : null;
  if ('revision' in coverage && payload?.proof && reason === null) proofs.add(coverage, payload.proof);
  const picture = payload?.picture ?? null;
  return {
    found,
    coverage,
    signed,
    structure,
    payload,
    intact: reason === null && payload !== null ? payload.intact : false,
    isImpression: (field) => picture !== null && isImpression(document, { field, picture, zlib: options.zlib }),
  };
}

/** Signing order: by the end of what is covered; what covers nothing comes last. */
function order({ coverage }: Placed): number {
  return 'revision' in coverage ? coverage.revision : Number.MAX_SAFE_INTEGER;
}

interface Answered extends Assessed {
  readonly index: number;
  readonly changes: Check | null;
  /** Of the document. */
  readonly deviations: readonly Deviation[];
}

function report(document: PdfDocument, answered: Answered, { zlib, digests }: Digesting): SignatureReport {
  const { found, coverage, structure, payload, changes, index } = answered;
  const { field, dictionary } = found;
  const certification = certificationOf(document, dictionary);
  const claimed = payload?.claimedTime ?? null;
  const stated = dateValue(dictionary.entries.get('M'));
  const checks: Check[] = [structure, coverageCheck(coverage), ...(payload?.checks ?? [])];
  if (changes !== null) checks.push(changes);
  if (field !== null && payload?.picture) checks.push(checkAppearance(document, { field, picture: payload.picture, zlib }));
  const deviations: Deviation[] = [...answered.deviations, ...(payload?.deviations ?? [])];
  if ('revision' in coverage && coverage.gapWithoutDelimiters) deviations.unshift({ code: 'GAP_WITHOUT_DELIMITERS' });
  if (payload?.kind === 'seal' && claimed !== null && stated !== null && !close(claimed, stated)) {
    deviations.push({ code: 'CLAIMED_TIME_DIFFERS', evidence: { signature: claimed, dictionary: stated } });
  }
  return concludeSignature({
    index,
    field: field?.name ?? null,
    kind: payload?.kind ?? (isTimeStamp(found) ? 'time-stamp' : 'unknown'),
    format: nameValue(dictionary.entries.get('SubFilter')) ?? null,
    ...(certification && { certification }),
    signer: payload?.signer ?? null,
    seal: payload?.seal ?? null,
    trustClass: payload?.trustClass ?? 'none',
    claimedTime: claimed ?? stated,
    place: field === null ? null : placeOf(document, field),
    signedDocument: 'revision' in coverage ? { size: coverage.end, sm3: toHex(digests.whole(coverage)) } : null,
    checks,
    deviations: distinctDeviations(deviations),
  });
}

function coverageCheck(coverage: Coverage | CoverageFault): Check {
  if ('revision' in coverage) {
    const evidence = { revision: coverage.revision, bytes: coverage.signed[0].length + coverage.signed[1].length };
    return { id: 'coverage', outcome: 'passed', evidence, clause: COVERAGE_CLAUSE };
  }
  const { code, reason, byteRange } = coverage;
  return { id: 'coverage', outcome: 'failed', code, evidence: { reason, byteRange }, clause: COVERAGE_CLAUSE };
}

/** Whether /M and the time inside a seal signature agree as far as clocks do. */
function close(left: string, right: string): boolean {
  return Math.abs(Date.parse(left) - Date.parse(right)) <= CLOCK_TOLERANCE;
}
