import { YinzhengError } from '../../base/errors/index.ts';
import { mayDo, type Action, type Actor } from '../../domain/access/index.ts';

/**
 * Refuses what the policy does not allow.
 * @param organisation owner of the thing acted on, null when it belongs to none
 * @throws {YinzhengError} NOT_ALLOWED
 */
export function authorise(actor: Actor, action: Action, organisation: string | null = null): void {
  if (!mayDo(actor, action, organisation)) throw new YinzhengError('NOT_ALLOWED', { action });
}
