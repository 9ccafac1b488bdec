/** What the journal is told of applications for the use of seals. */
import { isoInstant } from '../../../base/time.ts';
import type { Actor } from '../../../domain/access/index.ts';
import type { ApprovalRecord } from '../../../domain/grant/index.ts';
import type { DomainEvent, EventKind } from '../../../domain/journal/index.ts';
import type { Clock } from '../../platform.ts';

/** An application as it is written, with its event in the outbox. */
export function toldApproval(
  { clock }: { readonly clock: Clock },
  next: ApprovalRecord,
  { kind, actor, reason }: { readonly kind: EventKind; readonly actor: Actor; readonly reason?: string | null },
): ApprovalRecord {
  const now = isoInstant(clock.now());
  const subject = `approvals/${next._id}`;
  const { grant, seal, owner, applicantName, digests, expiresAt } = next;
  const event: DomainEvent = {
    ...{ id: `${subject}/${next.version}`, kind, subject, effectiveAt: now, recordedAt: now, actor, purpose: next.purpose },
    facts: {
      ...{ approval: next._id, grant, seal, owner, applicant: applicantName, digests, expiresAt, state: next.state },
      ...(reason !== undefined && { reason }),
    },
  };
  return { ...next, outbox: [...next.outbox, event], pending: true };
}
