/** What may be made of which licence. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { LicenceStatus } from '../licence/index.ts';
import type { CopyUse } from './model.ts';

/** Longest term of a use copy, ms. */
export const LONGEST_COPY_TERM = 366 * 86_400_000;
/** Longest purpose and user, characters: they are read on the page. */
export const MOST_COPY_TEXT = 60;
/** Most copies of one licence. */
export const MOST_COPIES = 10_000;

const ENDED: ReadonlySet<LicenceStatus> = new Set<LicenceStatus>(['cancelled', 'rescinded', 'revoked', 'void']);

/**
 * Checks what a use copy is to say: purpose and user of one line each, a time that is to come, a year away at most.
 * @throws {YinzhengError} COPY_REFUSED
 */
export function checkUse(
  { purpose, user }: CopyUse,
  { expiresAt, now, status }: { readonly expiresAt: Instant; readonly now: Instant; readonly status: LicenceStatus },
): void {
  const reason =
    status !== 'valid'
      ? bilingual('the licence is not in force', '该证照当前不在有效状态')
      : (whyNoText(purpose, bilingual('the purpose', '用途')) ?? whyNoText(user, bilingual('the user', '使用者')));
  if (reason) throw new YinzhengError('COPY_REFUSED', { reason });
  if (!(expiresAt > now && expiresAt - now <= LONGEST_COPY_TERM))
    throw new YinzhengError('COPY_REFUSED', {
      reason: bilingual('it is good until a time to come, a year from now at most', '有效截止时间须晚于当前时间，且不超过一年'),
    });
}

/**
 * Checks that a licence has ended in law, so that a rendition may say so.
 * @throws {YinzhengError} COPY_REFUSED
 */
export function checkEnded(status: LicenceStatus): void {
  if (!ENDED.has(status))
    throw new YinzhengError('COPY_REFUSED', {
      reason: bilingual(
        'the licence has not been cancelled, rescinded, revoked or made void',
        '该证照未被注销、撤销、吊销或作废',
      ),
    });
}

function whyNoText(text: string, what: Bilingual): Bilingual | null {
  const length = [...text].length;
  if (length >= 1 && length <= MOST_COPY_TEXT && text.trim() === text && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(text)) return null;
  return bilingual(
    `${what.en} has 1 to ${MOST_COPY_TEXT} characters on one line`,
    `${what.zh}应为 1 至 ${MOST_COPY_TEXT} 个字符，且不换行`,
  );
}
