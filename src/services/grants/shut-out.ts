/** Locking accounts and closing those of leavers, in the register and in custody: nobody uses a seal, or approves its use, in their name. */
import { isYinzhengError } from '../../base/errors/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { closeAccount, lockAccount, unlockAccount, type AccountChangeDependencies } from '../access/index.ts';
import { findAccountInScope } from '../access/reach-account.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE, type AccountRecord, type RecordStore } from '../storage/index.ts';
import { nameOf } from './decide.ts';
import type { GrantCustody, LedgerOrder } from './ports.ts';

/** What shutting accounts out takes. */
export interface ShutOutDependencies extends AccountChangeDependencies {
  readonly grants: Pick<GrantCustody, 'enter' | 'standing'>;
}

/**
 * Locks an account in the register, then in custody; where custody does not answer, {@link accountFollower} tells it.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function lockEverywhere(deps: ShutOutDependencies, actor: Actor, id: string): Promise<AccountRecord> {
  const locked = await lockAccount(deps, actor, id);
  await tell(deps, { kind: 'locked', account: id, by: nameOf(actor) });
  return locked;
}

/**
 * Closes the account of somebody who left, in the register, then in custody, as {@link lockEverywhere} does.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED
 */
export async function closeEverywhere(deps: ShutOutDependencies, actor: Actor, id: string): Promise<AccountRecord> {
  const closed = await closeAccount(deps, actor, id);
  await tell(deps, { kind: 'barred', account: id, by: nameOf(actor) });
  return closed;
}

/**
 * Unlocks an account, in custody first, which wants a code of the unlocking person's authenticator, but from whoever has the machine.
 * Interrupted, the same call brings it to its end.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED, SECOND_FACTOR_REFUSED, APPROVER_NOT_ENROLLED,
 * SEAL_USE_REFUSED, RATE_LIMITED, SIGNER_UNAVAILABLE
 */
export async function unlockEverywhere(
  deps: ShutOutDependencies,
  actor: Actor,
  { id, code }: { readonly id: string; readonly code: string | null },
): Promise<AccountRecord> {
  const account = await findAccountInScope(deps.records, actor, { action: 'account:authorise', id });
  const mayChange = account.closedAt === undefined && id !== actor.person;
  if (mayChange && (await deps.grants.standing()).locked.includes(id)) {
    const confirmed = actor.person === null ? null : { account: actor.person, code };
    await deps.grants.enter({ kind: 'unlocked', account: id, confirmed });
  }
  return unlockAccount(deps, actor, id);
}

/** What following accounts takes. */
export interface FollowDependencies {
  readonly records: Pick<RecordStore, 'get' | 'find' | 'list'>;
  readonly grants: ShutOutDependencies['grants'];
}

/**
 * Tells custody, each time it is called, of locked and closed accounts that it does not know: those of before it kept them, and those of whom it could
 * not be told. All accounts are looked at the first time, for some were recorded before there was an index of those that are shut out.
 * @returns a function that resolves to how many they were, and rejects as custody and the store do
 */
export function accountFollower({ records, grants }: FollowDependencies): () => Promise<number> {
  let wereAllSeen = false;
  return async () => {
    const { barred, locked } = await grants.standing();
    const known = { barred: new Set(barred), locked: new Set(locked) };
    let told = 0;
    for (let after: string | undefined; ;) {
      const from = { limit: MAX_PAGE, ...(after !== undefined && { after }) };
      const page: readonly AccountRecord[] = await (wereAllSeen
        ? records.find('accounts', { index: 'disabled', equals: true, ...from })
        : records.list('accounts', from));
      for (const { _id: account, disabled, closedAt } of page) {
        const kind = closedAt === undefined ? 'locked' : 'barred';
        if (!disabled || known[kind].has(account)) continue;
        // As it is now: it may be being unlocked, in custody first.
        if ((await records.get('accounts', account))?.disabled !== true) continue;
        await grants.enter({ kind, account, by: SERVER_ACTOR.client });
        told++;
      }
      after = page.at(-1)?._id;
      if (page.length < MAX_PAGE) break;
    }
    wereAllSeen = true;
    return told;
  };
}

async function tell({ grants }: Pick<ShutOutDependencies, 'grants'>, order: LedgerOrder): Promise<void> {
  try {
    await grants.enter(order);
  } catch (error) {
    // The register has it, which every server asks.
    if (!isYinzhengError(error, 'SIGNER_UNAVAILABLE')) throw error;
  }
}
