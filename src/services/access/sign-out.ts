import { accessEvent } from './event.ts';
import type { AuthenticatedPerson } from './authenticate.ts';
import type { AccessDependencies } from './ports.ts';

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
