/** What a copy says on its face and in its metadata. */
import type { Instant } from '../../base/time.ts';
import { isoInstant } from '../../base/time.ts';
import type { LicenceStatus } from '../licence/index.ts';
import type { CopyUse, LicenceCopyRecord } from './model.ts';

/** An ideographic space. */
const GAP = '\u3000';
const SHANGHAI = 8 * 3_600_000;

/** The mark over the face of a licence that has ended. */
export const ENDED_MARKS: Readonly<Partial<Record<LicenceStatus, string>>> = {
  cancelled: '已注销',
  rescinded: '已撤销',
  revoked: '已吊销',
  void: '已作废',
};

/** The lines that are repeated over a use copy: for whom and what, until when. */
export function useLines({ purpose, user }: CopyUse, expiresAt: Instant): readonly string[] {
  return [`仅限${user}用于${purpose}`, `有效至${minuteText(expiresAt)}，再次使用无效`];
}

/** The line over a rendition of a licence that has ended: since when, by which document. */
export function endedLines(
  mark: string,
  end: { readonly since: Instant; readonly documentNumber: string | null },
): readonly string[] {
  const document = end.documentNumber === null ? '' : `${GAP}${end.documentNumber}`;
  return [`本证照${mark}，自${minuteText(end.since)}起不得使用${document}`];
}

/** What names the copy and the original in the file itself; `kind` in words first. */
export function copyWords({
  kind,
  _id,
  maker,
  original,
}: Pick<LicenceCopyRecord, 'kind' | '_id' | 'maker' | 'original'>): string {
  const word = kind === 'use-copy' ? '加注件' : '注销件';
  return `${word} ${_id}${GAP}制作：${maker.name}${GAP}原件：${original.identifier}${GAP}版本 ${original.edition}${GAP}SM3 ${original.digest}`;
}

/** A moment as clocks in China show it, to the minute. */
function minuteText(at: Instant): string {
  const [year = '', month, day, hour = '', minute = ''] = isoInstant(at + SHANGHAI).split(/\D/);
  return `${year}年${Number(month)}月${Number(day)}日${hour}:${minute}`;
}
