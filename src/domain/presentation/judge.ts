/** Whether something that is shown can be seen now, and why not. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { Presentation, PresentationVia, ShareGrant } from './model.ts';

const SECOND = 1000;
const DAY = 86_400_000;

/** How long each is good, ms. */
export const PRESENTATION_LIFE: Readonly<Record<PresentationVia, { readonly least: number; readonly most: number }>> = {
  code: { least: 60 * SECOND, most: 300 * SECOND },
  link: { least: 300 * SECOND, most: 7 * DAY },
};
/** How often the separate code of a link may be wrong. */
export const MOST_WRONG = 5;
/** How long a share is good at most, ms. */
export const LONGEST_SHARE = 366 * DAY;
/** How often a share may be used at most. */
export const MOST_USES = 1000;

/**
 * Refuses a life that is too short or too long.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkLife(via: PresentationVia, life: number): void {
  const { least, most } = PRESENTATION_LIFE[via];
  if (life >= least && life <= most) return;
  const [from, to] = [least / SECOND, most / SECOND];
  throw new YinzhengError('INPUT_INVALID', {
    reason: bilingual(`it is good for ${from} to ${to} s`, `有效时间为 ${from} 至 ${to} 秒`),
  });
}

/** Why what is shown cannot be seen any more; null while it can. */
export function presentationEnd({ state, expiresAt }: Presentation, now: Instant): Bilingual | null {
  switch (state) {
    case 'used':
      return bilingual('it was used: each is good once', '已使用：每次亮证仅可核验一次');
    case 'withdrawn':
      return bilingual('its holder withdrew it', '持证主体已撤回');
    case 'locked':
      return bilingual('its separate code was wrong too often', '提取码多次错误，已锁定');
    case 'open':
      return now >= Date.parse(expiresAt) ? bilingual('its time is over', '已超过有效时间') : null;
  }
}

/** How a share stands at a moment. */
export type ShareState = 'to-come' | 'good' | 'revoked' | 'over' | 'used-up';

/** How a share stands at a moment. */
export function shareState({ revokedAt, from, until, used, most }: ShareGrant, now: Instant): ShareState {
  if (revokedAt !== null) return 'revoked';
  if (now >= Date.parse(until)) return 'over';
  if (used >= most) return 'used-up';
  return now < Date.parse(from) ? 'to-come' : 'good';
}

/** Why a share cannot be used, in words. */
export const SHARE_WORDS: Readonly<Record<Exclude<ShareState, 'good'>, Bilingual>> = {
  'to-come': { en: 'it does not hold yet', zh: '授权尚未生效' },
  revoked: { en: 'its holder revoked it', zh: '持证主体已撤回授权' },
  over: { en: 'its time is over', zh: '授权已到期' },
  'used-up': { en: 'it was used as often as it may be', zh: '授权次数已用完' },
};

/**
 * Checks the terms of a share: it begins before it ends, not long ago, lasts a year at most, and is good so often.
 * @throws {YinzhengError} INPUT_INVALID
 */
export function checkShare(
  terms: { readonly from: Instant; readonly until: Instant; readonly most: number },
  now: Instant,
): void {
  const { from, until, most } = terms;
  const refuse = (en: string, zh: string) => new YinzhengError('INPUT_INVALID', { reason: bilingual(en, zh) });
  if (!(until > from) || until <= now) throw refuse('it ends before it begins, or is over', '截止时间早于起始时间或已过');
  if (until - now > LONGEST_SHARE) throw refuse('it lasts 366 days at most', '授权期限最长 366 天');
  if (!Number.isInteger(most) || most < 1 || most > MOST_USES)
    throw refuse(`it is good for 1 to ${MOST_USES} uses`, `授权次数为 1 至 ${MOST_USES} 次`);
}
