/** What the journal is told of grants. */
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import type { DomainEvent, EventKind } from '../../domain/journal/index.ts';
import type { Clock } from '../platform.ts';

/** A grant as it is written, with its event in the outbox. */
export function toldGrant(
  { clock }: { readonly clock: Clock },
  next: GrantRecord,
  { kind, actor, purpose, reason }: ToldGrant,
): GrantRecord {
  const now = isoInstant(clock.now());
  const subject = `grants/${next._id}`;
  const { seal, owner, origin, approval, uses, validFrom, validTo, documents, licenceTypes, approvals } = next;
  const event: DomainEvent = {
    ...{ id: `${subject}/${next.version}`, kind, subject, effectiveAt: now, recordedAt: now, actor },
    purpose: purpose ?? next.purpose,
    facts: {
      ...{ grant: next._id, seal, owner, origin, approval, approvals, uses, validFrom, validTo, documents, licenceTypes },
      ...{ users: next.users, organisations: next.organisations, systems: next.systems, approvers: next.approvers },
      ...(reason !== undefined && { reason }),
    },
  };
  return { ...next, outbox: [...next.outbox, event], pending: true };
}

/** What happened to a grant, and by whom. */
export interface ToldGrant {
  readonly kind: Exclude<Extract<EventKind, `grant-${string}`>, `grant-ledger-${string}`>;
  readonly actor: Actor;
  readonly purpose?: Purpose;
  readonly reason?: string | null;
}
