/** Notices to holders (通知): that a licence of theirs was issued, used, changed or ended, that an objection was answered, that they were named to act. */
import type { StatusEventKind } from '../licence/index.ts';

/** What a notice says. */
export const NOTICE_KINDS = [
  'issued',
  'changed',
  'ended',
  'used',
  'expiring',
  'resealed',
  'seal-compromised',
  'objection-answered',
  'delegation-given',
] as const;

/** What a notice says. */
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** What happened, for whoever it reaches. */
export interface Notice {
  readonly kind: NoticeKind;
  /** Record, edition and type of the licence; null where it is about none. */
  readonly licence: { readonly id: string; readonly identifier: string; readonly typeName: string } | null;
  /** Record that it is about, `collection/id`. */
  readonly subject: string;
}

/** A notice in the inbox of one holder; `_id` begins with what is left of time, so that the latest come first. */
export interface InboxNotice extends Notice {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** Number of the licence's holder; null where a holder's record is named. */
  readonly code: string | null;
  /** Id of the holder's record; null where a licence's number says who it is. */
  readonly holder: string | null;
  /** ISO 8601; null while it was not read. */
  readonly readAt: string | null;
}

/** Acts that end a licence for good. */
export const ENDS: ReadonlySet<StatusEventKind> = new Set(['cancel', 'rescind', 'revoke', 'void'] as const);
