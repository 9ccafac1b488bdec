import { MAX_PAGE } from '../storage/index.ts';
import { accessEvent } from './event.ts';
import type { AuthenticatedHolder, AuthenticatedPerson } from './authenticate.ts';
import { changeAccount, clearSessions, noSessions } from './change-account.ts';
import type { AccessDependencies } from './ports.ts';
import { endHolderSession } from './session.ts';

/** Ends a person's session; its secret is worth nothing when this resolves. */
export async function signOut(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random'>,
  person: AuthenticatedPerson,
): Promise<void> {
  await deps.records.remove('sessions', person.session._id);
  const { actor } = person;
  await deps.journal.record([
    accessEvent(deps, { kind: 'signed-out', subject: `accounts/${person.account._id}`, actor, facts: {} }),
  ]);
}

/** Ends a holder's session; what was kept of him is forgotten. */
export async function signOutHolder(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random' | 'blobs'>,
  { actor, session }: AuthenticatedHolder,
): Promise<void> {
  await endHolderSession(deps, session);
  await deps.journal.record([
    accessEvent(deps, { kind: 'signed-out', subject: `holders/${session.pseudonym}`, actor, facts: {} }),
  ]);
}

/** Ends all sessions of a person's account, this one too; their secrets are worth nothing when this resolves. */
export async function signOutEverywhere(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock'>,
  { actor, account: { _id: id } }: AuthenticatedPerson,
): Promise<void> {
  const account = await changeAccount(deps, { actor, id }, (known) => ({
    fields: noSessions(known),
    event: { kind: 'signed-out-everywhere', facts: {} },
  }));
  await clearSessions(deps, account);
}

/** Ends all sessions that a holder began at the provider under the same name, this one too; what was kept of them is forgotten. */
export async function signOutHolderEverywhere(
  deps: Pick<AccessDependencies, 'records' | 'journal' | 'clock' | 'random' | 'blobs'>,
  { actor, session }: AuthenticatedHolder,
): Promise<void> {
  const { subject } = session.identity;
  // Each round takes away what it found, so that the next finds what is left.
  for (let full = true; full;) {
    const found = await deps.records.find('holder-sessions', { index: 'subject', equals: subject, limit: MAX_PAGE });
    for (const each of found) await endHolderSession(deps, each);
    full = found.length === MAX_PAGE;
  }
  await deps.journal.record([
    accessEvent(deps, { kind: 'signed-out-everywhere', subject: `holders/${session.pseudonym}`, actor, facts: {} }),
  ]);
}
