import { fromBase64 } from '../../base/bytes.ts';
import type { VerificationReport } from '../../report/index.ts';
import type { RevocationQuestion } from './ports.ts';

/** Most certificates of one document that are asked about. */
const MAX_QUESTIONS = 8;
/** Most addresses of each kind that are tried for one. */
const MAX_ADDRESSES = 3;

/** What a report leaves open and its certificates say where to ask: found in the evidence of its checks, as `ask`. */
export function openQuestions(report: VerificationReport): readonly RevocationQuestion[] {
  const found = new Map<string, RevocationQuestion>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || found.size >= MAX_QUESTIONS) return;
    for (const [name, inner] of Object.entries(value)) {
      const question = name === 'ask' ? questionOf(inner) : null;
      if (question) found.set(JSON.stringify(inner), question);
      else visit(inner);
    }
  };
  visit(report.signatures.map(({ checks }) => checks));
  return [...found.values()];
}

function questionOf(value: unknown): RevocationQuestion | null {
  if (typeof value !== 'object' || value === null) return null;
  const { ocsp, lists, issuers, request } = value as Readonly<Record<string, unknown>>;
  const question = {
    ocsp: addresses(ocsp),
    lists: addresses(lists),
    issuers: addresses(issuers),
    request: typeof request === 'string' ? fromBase64(request) : null,
  };
  return question.ocsp.length + question.lists.length + question.issuers.length > 0 ? question : null;
}

function addresses(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === 'string' && /^https?:/i.test(item)).slice(0, MAX_ADDRESSES);
}
