/** Staff: accounts that exist here, known again by who they are at the provider. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { accountActor } from '../access/actor.ts';
import { findAccount, normaliseUserName } from '../access/account.ts';
import type { AuthenticatedPerson } from '../access/index.ts';
import { changeAccount } from '../access/change-account.ts';
import { accessEvent } from '../access/event.ts';
import { organisationLetsIn } from '../access/organisation.ts';
import { beginSession, endSession } from '../access/session.ts';
import { SERVER_ACTOR } from '../platform.ts';
import type { AccountRecord } from '../storage/index.ts';
import type { FederationDependencies, ProvedIdentity } from './ports.ts';
import { federationRefused, type FederationRefusal } from './refusal.ts';
import { sessionIdentity, subjectDigest } from './subject.ts';

/** Key of the claim that gives somebody at a provider to one account. */
export function identityClaim(digest: string): string {
  return `identity:${digest}`;
}

/**
 * Signs the account in that the claim names. At the first time the account is bound to who came: a user name that the provider gives to
 * somebody else later leads nowhere.
 * @throws {YinzhengError} IDENTITY_REFUSED
 */
export async function enterStaff(
  deps: FederationDependencies,
  { proved, previous }: { readonly proved: ProvedIdentity; readonly previous: string | null },
): Promise<AuthenticatedPerson> {
  const digest = subjectDigest(deps, proved);
  const refuse = (reason: FederationRefusal, account: AccountRecord | null = null) =>
    federationRefused(deps, { provider: 'staff', reason, account: account?._id ?? null });
  const bound = await deps.records.get('claims', identityClaim(digest));
  const { account: claimed } = proved.attributes;
  const account = bound
    ? await deps.records.get('accounts', bound.owner)
    : claimed === null
      ? null
      : await findAccount(deps.records, normaliseUserName(claimed));
  if (!account) throw await refuse('unknown');
  if (account.disabled || (account.demonstration && !deps.demonstration)) throw await refuse('disabled', account);
  if (!(await organisationLetsIn(deps, account))) throw await refuse('organisation-ended', account);
  if (account.linked !== undefined && account.linked !== digest) throw await refuse('linked-elsewhere', account);
  const linked = account.linked === undefined ? await link(deps, account, digest) : account;
  if (!linked) throw await refuse('linked-elsewhere', account);
  await endSession(deps, previous);
  const identity = sessionIdentity(deps, 'staff', proved);
  const { secret, session } = await beginSession(deps, linked, { identity });
  const actor = accountActor(linked, session);
  const facts = { provider: 'staff' };
  await deps.journal.record([accessEvent(deps, { kind: 'signed-in', subject: `accounts/${linked._id}`, actor, facts })]);
  return { kind: 'person', actor, account: linked, session, secret };
}

/** Binds an account to who came; null when somebody else was first. */
async function link(deps: FederationDependencies, { _id: id }: AccountRecord, digest: string): Promise<AccountRecord | null> {
  const name = identityClaim(digest);
  try {
    const claimedAt = isoInstant(deps.clock.now());
    await deps.records.insert('claims', { _id: name, schema: 1, version: 1, owner: id, claimedAt });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
    // A crash may have come between the claim and the account.
    if ((await deps.records.get('claims', name))?.owner !== id) return null;
  }
  const account = await changeAccount(deps, { actor: SERVER_ACTOR, id }, (known) =>
    known.linked === undefined ? { fields: { linked: digest }, event: { kind: 'identity-linked', facts: {} } } : null,
  );
  if (account.linked === digest) return account;
  await deps.records.remove('claims', name);
  return null;
}
