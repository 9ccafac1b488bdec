import type { Evidence } from '../model.ts';
import {
  EVIDENCE_VALUES,
  EVIDENCE_WORDS,
  FACT_VALUES,
  isLicenceStatusName,
  LICENCE_STATUS_WORDS,
  PROOF_WORDS,
  type Words,
} from '../words/index.ts';

/** The evidence of a check as people read it. */
export interface WordedEvidence {
  /** Why it is so, a sentence each, those of nested evidence too; none twice. */
  readonly reasons: readonly string[];
  /** What there is besides the check's own reason, nested reasons in the same language; null where that is nothing. */
  readonly facts: Readonly<Record<string, unknown>> | null;
}

/** Takes the sentences out of the evidence of a check, in one language. Reports of before there were two languages keep theirs as facts. */
export function wordedEvidence(evidence: Evidence, language: keyof Words): WordedEvidence {
  const reasons = new Set<string>();
  const worded = (value: unknown): unknown => {
    if (isWords(value)) {
      reasons.add(value[language]);
      return value[language];
    }
    if (Array.isArray(value)) return value.map(worded);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, worded(inner)]));
  };
  const { reason, ...others } = evidence;
  if (isWords(reason)) reasons.add(reason[language]);
  const facts = worded(isWords(reason) ? others : evidence) as Record<string, unknown>;
  return { reasons: [...reasons], facts: Object.keys(facts).length === 0 ? null : facts };
}

/** A line of evidence: what it is called, its value where it is one, and how deep it lies within others, from 0. */
export interface EvidenceLine {
  readonly depth: number;
  readonly label: string;
  readonly value: string | null;
}

/** Who reads evidence, and how an instant (ISO 8601) is told to him. */
export interface EvidenceReader {
  readonly language: keyof Words;
  readonly instant: (iso: string) => string;
}

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;

/** The facts of evidence as lines for people, in their order. */
export function evidenceLines(facts: Readonly<Record<string, unknown>>, reader: EvidenceReader): readonly EvidenceLine[] {
  return Object.entries(facts).flatMap(([name, value]) => linesOf({ name, value, depth: 0 }, reader));
}

interface Placed {
  readonly name: string;
  readonly value: unknown;
  readonly depth: number;
}

function linesOf({ name, value, depth }: Placed, reader: EvidenceReader): readonly EvidenceLine[] {
  const label = Object.hasOwn(EVIDENCE_WORDS, name) ? (EVIDENCE_WORDS[name]?.[reader.language] ?? name) : name;
  const inside = (of: object): readonly EvidenceLine[] =>
    Object.entries(of).flatMap(([inner, found]) => linesOf({ name: inner, value: found as unknown, depth: depth + 1 }, reader));
  if (Array.isArray(value) && value.some((item) => typeof item === 'object' && item !== null)) {
    return value.flatMap((item: unknown, index) => [
      { depth, label: `${label} ${index + 1}`, value: null },
      ...inside(typeof item === 'object' && item !== null ? item : { [name]: item }),
    ]);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return [{ depth, label, value: null }, ...inside(value)];
  const parts = Array.isArray(value) ? value : [value];
  // What leads somewhere reads in that direction.
  const between = name === 'path' ? ' → ' : ', ';
  const text = parts.map((part: unknown) => valueText({ name, value: part, depth }, reader)).join(between);
  return [{ depth, label, value: text === '' ? FACT_VALUES.null[reader.language] : text }];
}

function valueText({ name, value, depth }: Placed, { language, instant }: EvidenceReader): string {
  if (value === null || value === undefined) return FACT_VALUES.null[language];
  if (typeof value === 'boolean') return FACT_VALUES[value ? 'true' : 'false'][language];
  if (typeof value !== 'string') return JSON.stringify(value);
  if (ISO_INSTANT.test(value)) return instant(value);
  // On top it is the register's word on a licence, within others OCSP's or a list's on a certificate.
  if (name === 'status' && depth === 0 && isLicenceStatusName(value)) return LICENCE_STATUS_WORDS[value].title[language];
  if (name === 'by' && Object.hasOwn(PROOF_WORDS, value)) return PROOF_WORDS[value as keyof typeof PROOF_WORDS][language];
  const known = VALUED.has(name) && Object.hasOwn(EVIDENCE_VALUES, value) ? EVIDENCE_VALUES[value] : undefined;
  return known ? known[language] : value;
}

/** Names whose values are words of this program; others may be what a file or a certificate says. */
const VALUED: ReadonlySet<string> = new Set(['by', 'kind', 'source', 'status', 'trustClass']);

function isWords(value: unknown): value is Words {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  return 'en' in value && 'zh' in value && typeof value.en === 'string' && typeof value.zh === 'string';
}
