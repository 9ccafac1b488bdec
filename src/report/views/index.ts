export { registerAnswer, statusAnswer, statusNow, trusted, unaltered, verdictOf, type Answer } from './answers.ts';
export {
  detailedView,
  type DetailedCheck,
  type DetailedDeviation,
  type DetailedReport,
  type DetailedSignature,
} from './detailed.ts';
export { evidenceLines, wordedEvidence, type EvidenceLine, type EvidenceReader, type WordedEvidence } from './evidence.ts';
export { isBareSeal, natureOf } from './nature.ts';
export { problemsOf, simpleView, type Problem, type SimpleReport, type SimpleSigner } from './simple.ts';
export { timeProofs, timeProven, type TimeProof } from './time.ts';
