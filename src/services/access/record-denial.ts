import type { Actor } from '../../domain/access/index.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';

/** Records that somebody who is known was refused an action. */
export async function recordDenial(
  deps: Pick<AccessDependencies, 'journal' | 'clock' | 'random'>,
  actor: Actor,
  action: string,
): Promise<void> {
  const subject = actor.person === null ? `${actor.scopes ? 'clients' : 'api-keys'}/${actor.client}` : `accounts/${actor.person}`;
  await deps.journal.record([accessEvent(deps, { kind: 'access-denied', subject, actor, facts: { action } })]);
}
