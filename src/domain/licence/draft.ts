/** Drafts of licences (待签发): made by one person, looked at and issued or returned by another. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { Holder } from './model.ts';

/** How a draft stands; `issuing` while its licence is made, `erased` where nothing personal is left of one that was withdrawn. */
export const DRAFT_STATES = ['waiting', 'returned', 'issuing', 'issued', 'withdrawn', 'erased'] as const;

/** How a draft stands. */
export type DraftState = (typeof DRAFT_STATES)[number];

/** What is done with a draft. */
export type DraftStep = 'change' | 'return' | 'issue' | 'withdraw';

/** What a draft would issue: a licence, or the next edition of one, as it was asked for. */
export interface DraftContent {
  readonly kind: 'issue' | 'edition';
  readonly request: Readonly<Record<string, unknown>>;
  readonly holders: readonly Holder[];
}

/** A step that was taken, by whom, ISO 8601, and what was said. */
export interface TakenDraftStep {
  readonly step: DraftStep | 'make';
  readonly by: string;
  readonly at: string;
  readonly note: string | null;
}

/** A draft of a licence. */
export interface LicenceDraftRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly organisation: string;
  readonly typeCode: string;
  readonly typeName: string;
  readonly state: DraftState;
  /** Organisation and state, with a slash between. */
  readonly standing: string;
  /** Organisation, type and case number; empty once it is erased. */
  readonly caseKey: string;
  /** Null once its licence is issued, or it is erased. */
  readonly content: DraftContent | null;
  /** Accounts that made or changed it. */
  readonly makers: readonly string[];
  readonly steps: readonly TakenDraftStep[];
  /** Identifier of what was issued from it. */
  readonly licence: string | null;
  readonly demonstration: boolean;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

const NEXT: Readonly<Record<DraftStep, Readonly<Partial<Record<DraftState, DraftState>>>>> = {
  change: { waiting: 'waiting', returned: 'waiting' },
  return: { waiting: 'returned' },
  // One whose server died over it is issued by who asks next.
  issue: { waiting: 'issuing', issuing: 'issuing' },
  withdraw: { waiting: 'withdrawn', returned: 'withdrawn' },
};

const STATE_REASONS: Readonly<Record<DraftState, Bilingual>> = {
  waiting: { en: 'it waits to be issued', zh: '草稿待签发' },
  returned: { en: 'it was returned', zh: '草稿已退回' },
  issuing: { en: 'its licence is being made', zh: '证照正在签发' },
  issued: { en: 'it was issued', zh: '草稿已签发' },
  withdrawn: { en: 'it was withdrawn', zh: '草稿已撤回' },
  erased: { en: 'it was withdrawn', zh: '草稿已撤回' },
};

/**
 * The state that a step leads to.
 * @throws {YinzhengError} LICENCE_DRAFT_NOT_POSSIBLE
 */
export function judgeDraftStep({ state }: Pick<LicenceDraftRecord, 'state'>, step: DraftStep): DraftState {
  const next = NEXT[step][state];
  if (next === undefined) throw new YinzhengError('LICENCE_DRAFT_NOT_POSSIBLE', { reason: STATE_REASONS[state] });
  return next;
}

/** The steps that are possible with a draft. */
export function possibleDraftSteps({ state }: Pick<LicenceDraftRecord, 'state'>): readonly DraftStep[] {
  return (Object.keys(NEXT) as DraftStep[]).filter((step) => NEXT[step][state] !== undefined);
}

/**
 * Refuses to issue what needs two persons and has none, or the same.
 * @param issuing.makers accounts that made it as a draft; null where it is issued in one step
 * @throws {YinzhengError} TWO_PERSONS_NEEDED
 */
export function refuseSelfIssue(
  { twoPersons }: { readonly twoPersons: boolean },
  { account, makers }: { readonly account: string; readonly makers: readonly string[] | null },
): void {
  if (!twoPersons) return;
  if (makers === null)
    throw new YinzhengError('TWO_PERSONS_NEEDED', {
      reason: bilingual('it is to be made as a draft first', '请先制证并提交待签发'),
    });
  if (makers.includes(account))
    throw new YinzhengError('TWO_PERSONS_NEEDED', {
      reason: bilingual('whoever made it does not issue it', '制证人不得签发本人所制证照'),
    });
}
