import { YinzhengError } from '../../../base/errors/index.ts';
import type { Authenticated, AuthenticatedHolder } from '../../../services/access/index.ts';

/** The holder that calls; the policy lets nobody else come so far. */
export function holderOf(who: Authenticated | null): AuthenticatedHolder {
  if (who?.kind !== 'holder') throw new YinzhengError('NOT_SIGNED_IN');
  return who;
}
