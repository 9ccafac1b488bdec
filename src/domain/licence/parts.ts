/** What belongs to a licence besides its editions: attachments and associations, papers, annual reviews. */
import type { LocalDate } from '../../base/time.ts';
import type { Actor } from '../access/index.ts';

/** What an attachment is: 申请材料, 审批决定, 照片, 附页, 其他. */
export const ATTACHMENT_KINDS = ['application', 'decision', 'photo', 'appendix', 'other'] as const;

/** What an attachment is. */
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** How another licence is associated: it is based on it; is a part of it; was replaced by it; otherwise. */
export const RELATIONS = ['based-on', 'part-of', 'replaces', 'related'] as const;

/** Another licence that one is associated with, of this register or another. */
export interface AssociatedLicence {
  readonly identifier: string;
  readonly relation: (typeof RELATIONS)[number];
}

/** How a paper stands: 已打印, 已领取, 已收回, 已销毁, 已遗失. */
export type PaperState = 'printed' | 'collected' | 'returned' | 'destroyed' | 'lost';

/** What is done with a paper. */
export const PAPER_STEPS = ['collect', 'return', 'destroy', 'lose'] as const;

/** What is done with a paper. */
export type PaperStep = (typeof PAPER_STEPS)[number];

/** A step that was taken, by which account, ISO 8601, and what was said. */
export interface TakenPaperStep {
  readonly step: PaperStep | 'print';
  readonly by: string;
  readonly at: string;
  readonly note: string | null;
}

/** A paper: the number printed on its form (印制流水号), which no other of the type has, and the edition that it shows. */
export interface LicencePaper {
  readonly serial: string;
  readonly edition: string;
  readonly state: PaperState;
  readonly steps: readonly TakenPaperStep[];
}

/** What came of a review: passed; failed, until one for the same day is passed. */
export type ReviewResult = 'passed' | 'failed';

/** A review that was recorded, never changed afterwards. */
export interface LicenceReview {
  /** Day on which it was due. */
  readonly dueOn: LocalDate;
  readonly result: ReviewResult;
  /** Day of the review. */
  readonly reviewedOn: LocalDate;
  readonly documentNumber: string | null;
  readonly note: string | null;
  readonly recordedAt: string;
  readonly actor: Actor;
}
