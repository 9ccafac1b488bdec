/** Data scopes (数据范围) of accounts: how far one reaches where its role and organisation alone do not say. */
import { bilingual } from '../../base/errors/index.ts';
import { areaCode, lineCode } from '../../domain/organisation/index.ts';
import { mayGive, type Actor, type DataScope } from '../../domain/access/index.ts';
import { scopeFor } from '../organisations/find.ts';
import type { AccountRecord, RecordStore } from '../storage/index.ts';
import {
  changeAccount,
  changeRefused,
  checkChangeable,
  clearSessions,
  noSessions,
  type AccountChangeDependencies,
} from './change-account.ts';
import { findAccountInScope } from './reach-account.ts';

/**
 * Checks a data scope that an actor gives: its codes are well formed, and it is within what the actor reaches himself.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_INVALID, ACCOUNT_CHANGE_REFUSED
 */
export async function checkDataScope(
  records: Pick<RecordStore, 'get'>,
  actor: Actor,
  { dataScope, action }: { readonly dataScope: DataScope; readonly action: 'account:manage' | 'account:authorise' },
): Promise<void> {
  if (dataScope.kind !== 'own' && dataScope.area !== null) areaCode(dataScope.area);
  if (dataScope.kind === 'line') lineCode(dataScope.line);
  if (!mayGive(await scopeFor(records, actor, action), dataScope))
    throw changeRefused(bilingual('nobody gives a wider data scope than the own one', '授予的数据范围不得超出本人的数据范围'));
}

/** What a data scope is told as in the journal. */
export function dataScopeFacts(dataScope: DataScope | null): Readonly<Record<string, string | null>> {
  if (dataScope === null) return { scope: null };
  const { kind } = dataScope;
  if (kind === 'own') return { scope: kind };
  return { scope: kind, area: dataScope.area, ...(kind === 'line' && { line: dataScope.line }) };
}

/**
 * Says how far an account reaches, or with null that its role and organisation say so; its sessions end, so that none goes on beyond it.
 * @throws {YinzhengError} NOT_ALLOWED, ACCOUNT_NOT_FOUND, ACCOUNT_CHANGE_REFUSED, ORGANISATION_INVALID
 */
export async function changeDataScope(
  deps: AccountChangeDependencies,
  actor: Actor,
  { id, dataScope }: { readonly id: string; readonly dataScope: DataScope | null },
): Promise<AccountRecord> {
  await findAccountInScope(deps.records, actor, { action: 'account:authorise', id });
  if (dataScope !== null) await checkDataScope(deps.records, actor, { dataScope, action: 'account:authorise' });
  const account = await changeAccount(deps, { actor, id }, (known) => {
    checkChangeable(known, actor);
    if (JSON.stringify(dataScopeFacts(known.dataScope ?? null)) === JSON.stringify(dataScopeFacts(dataScope))) return null;
    return {
      fields: { dataScope: dataScope ?? undefined, ...noSessions(known) },
      event: { kind: 'account-scope-changed', facts: dataScopeFacts(dataScope) },
    };
  });
  await clearSessions(deps, account);
  return account;
}
