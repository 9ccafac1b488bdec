/** Quality of what the register says (数据质量): what rules find wrong in a licence. */
import type { Actor } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';

/** The rules, in the order in which they are asked. Number of this set: {@link RULE_SET}. */
export const QUALITY_RULES = [
  ...(['identifier-check', 'identifier-codes', 'licence-number-missing', 'responsible-missing', 'responsible-code'] as const),
  ...([
    'holder-missing',
    'holder-name-characters',
    'holder-credit-code',
    'holder-citizen-number',
    'holder-name-differs',
  ] as const),
  ...(['dates-order', 'issue-date-future', 'field-characters'] as const),
] as const;

/** One of them. */
export type QualityRule = (typeof QUALITY_RULES)[number];

/** Rises when rules change: then every licence is judged anew. */
export const RULE_SET = 1;

/** How bad it is: an error makes the licence unfit for exchange; a warning is to be looked at. */
export type Severity = 'error' | 'warning';

/** What a rule found. Never the value itself, which may be personal. */
export interface QualityFinding {
  readonly rule: QualityRule;
  readonly severity: Severity;
  /** Name of the face field, where it is about one; else null. */
  readonly field: string | null;
}

/** How findings were handled: corrected by a further edition; right as it is; cannot be corrected. */
export const HANDLINGS = ['corrected', 'right-as-it-is', 'not-correctable'] as const;

/** One of them. */
export type Handling = (typeof HANDLINGS)[number];

/** What was found of one licence, aggregate; `_id` is the licence’s. */
export interface QualityRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly identifier: string;
  readonly typeCode: string;
  /** Code of the issuer. */
  readonly organisation: string;
  /** Empty where nothing is wrong any more. */
  readonly findings: readonly QualityFinding[];
  /** Whether somebody has to look at it. */
  readonly open: boolean;
  /** ISO 8601. */
  readonly foundAt: string;
  readonly handled: { readonly how: Handling; readonly at: string; readonly by: Actor } | null;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}
