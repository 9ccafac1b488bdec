import type { Evidence } from '../model.ts';
import type { Words } from '../words/index.ts';

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

function isWords(value: unknown): value is Words {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  return 'en' in value && 'zh' in value && typeof value.en === 'string' && typeof value.zh === 'string';
}
