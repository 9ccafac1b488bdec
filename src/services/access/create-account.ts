import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { mayGoTogether, type Actor, type DataScope, type StaffRole } from '../../domain/access/index.ts';
import { randomId } from '../licences/random.ts';
import { SERVER_ACTOR } from '../platform.ts';
import type { AccountRecord } from '../storage/index.ts';
import { normaliseUserName, userNameClaim } from './account.ts';
import { authorise } from './authorise.ts';
import { reaches } from '../organisations/find.ts';
import { checkDataScope, dataScopeFacts } from './data-scope.ts';
import type { AccessDependencies } from './ports.ts';
import { checkPassword, INITIAL_PASSWORD_LIFE } from './passwords.ts';
import { newPassword } from './secrets.ts';

/** A new account. Without a password one is generated; it has to be changed at the first sign-in, unless it is the demonstration's. */
export interface NewAccount {
  readonly userName: string;
  readonly displayName: string;
  readonly password: string | null;
  /** Unified social credit code; null for an account that belongs to no organisation. */
  readonly organisation: string | null;
  readonly roles: readonly StaffRole[];
  /** How far it is to reach; absent or null: as its role and organisation say. */
  readonly dataScope?: DataScope | null | undefined;
  readonly demonstration: boolean;
}

/** An account as made, with the password for the one time that it is shown. */
export interface CreatedAccount {
  readonly account: AccountRecord;
  readonly password: string;
}

/**
 * Makes an account within the actor's scope. Who makes accounts gives no roles, unless he may do that too: until then the data scope that he
 * says is of no effect.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_NOT_FOUND, ORGANISATION_INVALID, ACCOUNT_CHANGE_REFUSED, ROLES_INCOMPATIBLE, ALREADY_EXISTS when the user name is taken, INPUT_INVALID
 */
export async function createAccount(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random' | 'hasher'>,
  actor: Actor,
  input: NewAccount,
): Promise<CreatedAccount> {
  // The installation makes its first accounts itself, before anybody can sign in.
  if (actor !== SERVER_ACTOR) {
    const { organisation, dataScope } = input;
    if (!(await reaches(deps.records, actor, { action: 'account:manage', organisation })))
      throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: organisation?.slice(0, 18) ?? '' });
    if (input.roles.length > 0) authorise(actor, 'account:authorise', organisation);
    if (dataScope) await checkDataScope(deps.records, actor, { dataScope, action: 'account:manage' });
  }
  if (!mayGoTogether(input.roles)) throw new YinzhengError('ROLES_INCOMPATIBLE');
  const userName = normaliseUserName(input.userName);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}$/u.test(userName)) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual('a user name has 2 to 64 letters, digits, dots, hyphens', '用户名为 2 至 64 个字母、数字、点或连字符'),
    });
  }
  const password = input.password ?? newPassword(deps.random);
  checkPassword(password);
  const id = await claimUserName(deps, userName);
  const now = deps.clock.now();
  const recordedAt = isoInstant(now);
  const { roles, organisation, demonstration, dataScope } = input;
  const account: AccountRecord = {
    _id: id,
    schema: 1,
    version: 1,
    userName,
    displayName: input.displayName,
    passwordHash: await deps.hasher.hash(password),
    organisation,
    roles,
    ...(dataScope && { dataScope }),
    demonstration,
    disabled: false,
    ...(!demonstration && { initialUntil: isoInstant(now + INITIAL_PASSWORD_LIFE) }),
    outbox: [
      {
        id: `accounts/${id}/1`,
        kind: 'account-recorded',
        subject: `accounts/${id}`,
        effectiveAt: recordedAt,
        recordedAt,
        actor,
        purpose: null,
        facts: { roles, organisation, demonstration, ...(dataScope && dataScopeFacts(dataScope)) },
      },
    ],
    pending: true,
  };
  await deps.records.insert('accounts', account);
  deps.journal.poke();
  return { account, password };
}

/** Claims a user name for a new account id; a claim whose account a crash prevented is taken over. */
async function claimUserName(deps: Pick<AccessDependencies, 'records' | 'clock' | 'random'>, userName: string): Promise<string> {
  const id = randomId(deps.random);
  const name = userNameClaim(userName);
  try {
    const claimedAt = isoInstant(deps.clock.now());
    await deps.records.insert('claims', { _id: name, schema: 1, version: 1, owner: id, claimedAt });
    return id;
  } catch (error) {
    const claim = isYinzhengError(error, 'ALREADY_EXISTS') ? await deps.records.get('claims', name) : null;
    if (!claim || (await deps.records.get('accounts', claim.owner))) throw error;
    return claim.owner;
  }
}
