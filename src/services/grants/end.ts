import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import { authorise } from '../access/authorise.ts';
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

/**
 * Ends a grant in custody, whatever the register says of it or whether it has it at all: where the ledger is another than the register's, or of another time.
 * For whoever has the machine.
 * @returns whether it was in force there. Rejects as custody does, and with NOT_ALLOWED
 */
export async function endInCustody({ grants }: Pick<GrantDependencies, 'grants'>, actor: Actor, id: string): Promise<boolean> {
  authorise(actor, 'grant:end');
  const known = (await grants.standing()).grants.find(({ grant }) => grant === id);
  if (known?.inForce !== true) return false;
  await grants.enter({ kind: 'grant-ended', grant: id, by: nameOf(actor) });
  return true;
}
