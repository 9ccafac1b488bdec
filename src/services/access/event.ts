import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { DomainEvent, EventFacts, EventKind } from '../../domain/journal/index.ts';
import { randomId } from '../licences/random.ts';
import type { AccessDependencies } from './ports.ts';

/** Somebody who did not sign in: the public. */
export const PUBLIC_ACTOR: Actor = Object.freeze({
  person: null,
  organisation: null,
  capacity: 'public',
  onBehalfOf: null,
  client: 'web',
  session: null,
});

/** An event of access that no aggregate carries. */
export function accessEvent(
  deps: Pick<AccessDependencies, 'clock' | 'random'>,
  event: { readonly kind: EventKind; readonly subject: string; readonly actor: Actor; readonly facts: EventFacts },
): DomainEvent {
  const at = isoInstant(deps.clock.now());
  return { id: `access/${randomId(deps.random)}`, effectiveAt: at, recordedAt: at, purpose: null, ...event };
}
