import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import { isScope, type ClientTerms } from '../../domain/client/index.ts';
import { faultOfSharing, orderedSharing, type SharingTerms } from '../../domain/sharing/index.ts';

/** What is asked for a system; scopes as written. */
export interface AskedTerms {
  readonly scopes: readonly string[];
  readonly perMinute: number | null;
  readonly perDay: number | null;
  /** ms; null for no end. */
  readonly validUntil: Instant | null;
  /** What it may have of the licences of others; null or absent: nothing. */
  readonly sharing?: SharingTerms | null | undefined;
}

/** The error of an order that cannot be carried out. */
export function clientInvalid(reason: Bilingual): YinzhengError {
  return new YinzhengError('CLIENT_INVALID', { reason });
}

/**
 * The terms as they are kept: each scope once, in order.
 * @throws {YinzhengError} CLIENT_INVALID for a scope that systems cannot have, none, an end that is past, or terms of sharing that do not hold
 */
export function readTerms({ scopes, perMinute, perDay, validUntil, sharing = null }: AskedTerms, now: Instant): ClientTerms {
  const wanted = [...new Set(scopes)].sort();
  const known = wanted.filter(isScope);
  if (wanted.length === 0) throw clientInvalid(bilingual('at least one scope is asked for', '至少申请一项权限范围'));
  const unknown = wanted.filter((scope) => !isScope(scope)).map((scope) => scope.slice(0, 64));
  if (unknown.length > 0)
    throw clientInvalid(
      bilingual(`no scopes that systems can have: ${unknown.join(', ')}`, `以下权限范围不能授予应用系统：${unknown.join('、')}`),
    );
  if (validUntil !== null && validUntil <= now) throw clientInvalid(bilingual('the last moment is past', '截止时间已过'));
  if ((sharing !== null) !== known.includes('licence:share'))
    throw clientInvalid(
      bilingual('the scope licence:share and terms of sharing go together', '权限范围 licence:share 须与共享条件同时提供'),
    );
  const fault = sharing && faultOfSharing(sharing);
  if (fault) throw clientInvalid(fault);
  return {
    ...{ scopes: known, perMinute, perDay, validUntil: validUntil === null ? null : isoInstant(validUntil) },
    ...(sharing && { sharing: orderedSharing(sharing) }),
  };
}
