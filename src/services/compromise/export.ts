/** Documents stamped with a compromised seal, and notices for holders, as tables for those who work through them elsewhere. */
import type { NoticeRecord } from '../storage/index.ts';
import type { StampedSince } from './since.ts';

/** Columns of the table of documents, in their order. */
export const COMPROMISED_COLUMNS = [
  ...(['stamping', 'stampedAt', 'signingTime', 'evidence', 'recordedAt', 'licence', 'digestBefore', 'digestAfter'] as const),
  ...(['applicant', 'caseNumber'] as const),
] as const;

/** A row of it: what is not known is empty. `evidence` is `SES` where nothing but the seal's own claim says when it was made. */
export type CompromisedRow = Readonly<Record<(typeof COMPROMISED_COLUMNS)[number], string>>;

/** A document as a row. */
export function compromisedRow({ stamping, licence, evidence, recordedAt }: StampedSince): CompromisedRow {
  const { _id, recordedAt: stampedAt, signingTime, digestBefore, digestAfter, applicant, caseNumber, actor } = stamping;
  return {
    ...{ stamping: _id, stampedAt, signingTime, evidence: evidence ?? '', recordedAt: recordedAt ?? '' },
    ...{ licence: licence?.editions.at(-1)?.identifier ?? '', digestBefore: digestBefore ?? '', digestAfter: digestAfter ?? '' },
    ...{ applicant: applicant ?? actor.person ?? actor.client, caseNumber: caseNumber ?? '' },
  };
}

/** Columns of the table of notices, in their order. */
export const NOTICE_COLUMNS = [
  ...(['id', 'licence', 'holder', 'organisation', 'stamping', 'since', 'evidence', 'recordedAt', 'notedAt'] as const),
] as const;

/** A row of it; the holder is named by the licence, by his number in it. */
export type NoticeRow = Readonly<Record<(typeof NOTICE_COLUMNS)[number], string>>;

/** A notice as a row. */
export function noticeRow({ _id: id, holder, evidence, recordedAt, ...notice }: NoticeRecord): NoticeRow {
  const { licence, organisation, stamping, since, notedAt } = notice;
  return {
    ...{ id, licence, holder: String(holder), organisation, stamping, since, notedAt },
    ...{ evidence: evidence ?? '', recordedAt: recordedAt ?? '' },
  };
}
