import type { Instant } from '../../base/time.ts';
import { verificationReportFace } from '../../drawing/index.ts';
import type { VerificationReport } from '../../report/index.ts';
import type { DocumentEngine } from '../engine.ts';
import { prepareFace } from '../issue.ts';
import type { SealInUse } from '../seal.ts';
import type { PreparedDocument } from '../sealing.ts';
import { reportContent, type ReportMaker } from './content.ts';
import { printable } from './printable.ts';

export type { ReportMaker } from './content.ts';

/** A report to be printed and sealed. */
export interface PrintedReportInput {
  readonly report: VerificationReport;
  readonly maker: ReportMaker;
  readonly seal: SealInUse;
  /** Claimed time of signing; cut to whole seconds. */
  readonly signingTime: Instant;
  /** Largest time stamp token that is to find room beside the signature value, bytes; none when absent. */
  readonly timeStampSize?: number;
  /** A text that no other file has, ASCII. */
  readonly unique: string;
}

/**
 * Prints a report on A4 pages in Chinese and prepares its seal, certified as a licence is.
 * @throws {YinzhengError} FONT_UNUSABLE, SEAL_MALFORMED
 */
export function prepareReport(engine: DocumentEngine, input: PrintedReportInput): PreparedDocument {
  const content = printable(engine.fonts, reportContent(input.report, input.maker));
  const { template, values } = verificationReportFace(engine.fonts, content);
  return prepareFace(engine, template, {
    ...{ values, title: content.title, issuer: content.issuer, identifier: input.unique },
    ...{ seal: input.seal, signingTime: input.signingTime },
    ...(input.timeStampSize !== undefined && { timeStampSize: input.timeStampSize }),
  });
}

/** Puts the signature value into a printed report; see {@link prepareReport}. */
export { finishSealing as finishReport } from '../sealing.ts';
