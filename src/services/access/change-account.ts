/** Changes of accounts: each one write that carries its event. */
import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import type { AccountRecord } from '../storage/index.ts';
import type { AccessDependencies } from './ports.ts';

/** What changing accounts takes. */
export type AccountChangeDependencies = Pick<AccessDependencies, 'records' | 'journal' | 'clock'>;

/** What changes in an account, and what the journal is told of it; fields that are undefined are taken away. */
export interface AccountChange {
  readonly fields: { readonly [K in keyof AccountRecord]?: AccountRecord[K] | undefined };
  /** null where it says nothing yet. */
  readonly event: Pick<DomainEvent, 'kind' | 'facts'> | null;
}

const TRIES = 20;

/**
 * Changes an account as `judge` says of it as it is now; null leaves it. Others may write it at the same time: whoever comes second
 * judges again.
 * @throws {YinzhengError} ACCOUNT_NOT_FOUND, and what `judge` throws
 */
export async function changeAccount(
  deps: AccountChangeDependencies,
  { actor, id }: { readonly actor: Actor; readonly id: string },
  judge: (account: AccountRecord) => AccountChange | null,
): Promise<AccountRecord> {
  for (let attempt = 1; ; attempt++) {
    const account = await deps.records.get('accounts', id);
    if (!account) throw new YinzhengError('ACCOUNT_NOT_FOUND');
    const change = judge(account);
    if (!change) return account;
    const version = account.version + 1;
    const at = isoInstant(deps.clock.now());
    const subject = `accounts/${id}`;
    const told: readonly DomainEvent[] = change.event
      ? [
          {
            ...{ id: `${subject}/${version}`, subject, effectiveAt: at, recordedAt: at, actor, purpose: null },
            ...change.event,
          },
        ]
      : [];
    const entries = Object.entries({ ...account, ...change.fields }).filter(([, value]) => value !== undefined);
    const kept = Object.fromEntries(entries) as unknown as AccountRecord;
    const next: AccountRecord = {
      ...kept,
      version,
      outbox: [...account.outbox, ...told],
      pending: account.pending || told.length > 0,
    };
    try {
      await deps.records.replace('accounts', next);
    } catch (error) {
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < TRIES) continue;
      throw error;
    }
    deps.journal.poke();
    return next;
  }
}

/** The field of an account that ends all its sessions. */
export function noSessions(account: AccountRecord): Pick<AccountChange['fields'], 'sessionEpoch'> {
  return { sessionEpoch: (account.sessionEpoch ?? 0) + 1 };
}

/** Takes away the sessions of an account that are over, except those of its present epoch. */
export async function clearSessions(deps: Pick<AccessDependencies, 'records'>, account: AccountRecord): Promise<void> {
  const sessions = await deps.records.find('sessions', { index: 'account', equals: account._id, limit: 1000 });
  for (const { _id, epoch = 0 } of sessions) {
    if (epoch !== (account.sessionEpoch ?? 0)) await deps.records.remove('sessions', _id);
  }
}

/** The refusal of a change. */
export function changeRefused(reason: Bilingual): YinzhengError {
  return new YinzhengError('ACCOUNT_CHANGE_REFUSED', { reason });
}

/**
 * Refuses administrators acts on their own account, and any on one that is closed.
 * @throws {YinzhengError} ACCOUNT_CHANGE_REFUSED
 */
export function checkChangeable(account: AccountRecord, actor: Actor): void {
  if (account.closedAt !== undefined) throw changeRefused(bilingual('it is closed', '账号已注销'));
  if (account._id === actor.person) throw changeRefused(bilingual('it is your own', '不能变更本人的账号'));
}
