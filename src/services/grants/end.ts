import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import { changeGrant, GRANT_STATE_WORDS, notPossible } from './change.ts';
import { nameOf } from './decide.ts';
import type { GrantDependencies } from './ports.ts';

/**
 * Ends a grant at once, in custody first; one person is enough for that. Repeated, it brings an interrupted end to its end.
 * @throws {YinzhengError} NOT_ALLOWED, GRANT_NOT_FOUND, GRANT_NOT_POSSIBLE
 */
export function endGrant(
  deps: GrantDependencies,
  actor: Actor,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<GrantRecord> {
  return changeGrant(deps, actor, { action: 'grant:end', id }, async (grant) => {
    if (grant.state === 'ended') return null;
    if (grant.state === 'refused') throw notPossible(GRANT_STATE_WORDS.refused);
    await deps.grants.enter({ kind: 'grant-ended', grant: id, by: nameOf(actor) });
    const ended = { by: actor, at: isoInstant(deps.clock.now()), reason };
    return { next: { ...grant, state: 'ended', ended }, told: { kind: 'grant-ended', reason } };
  });
}
