import type { Actor } from '../../domain/access/index.ts';
import { accessEvent } from './event.ts';
import type { AccessDependencies } from './ports.ts';

/** Records that somebody who is known was refused an action. */
export async function recordDenial(
  deps: Pick<AccessDependencies, 'journal' | 'clock' | 'random'>,
  actor: Actor,
  action: string,
): Promise<void> {
  const subject = subjectOf(actor);
  await deps.journal.record([accessEvent(deps, { kind: 'access-denied', subject, actor, facts: { action } })]);
}

function subjectOf({ person, client, capacity, scopes }: Actor): string {
  if (person === null) return `${scopes ? 'clients' : 'api-keys'}/${client}`;
  return `${capacity === 'holder' ? 'holders' : 'accounts'}/${person}`;
}
