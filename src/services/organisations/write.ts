/** Writing organisations: a change is one write that carries its event. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, startOfDay, type LocalDate } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { DomainEvent, EventFacts, EventKind } from '../../domain/journal/index.ts';
import { revisionOf, withPlaceKeys, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { findInScope, type FoundOrganisation } from './find.ts';
import type { OrganisationDependencies } from './ports.ts';

const ATTEMPTS = 5;

/** Which organisation is changed, as it was read: the number of its last change. */
export interface ChangeOrder {
  readonly code: string;
  readonly revision: number;
  readonly purpose: Purpose;
}

/** What is told of a change. */
export interface Told {
  readonly kind: EventKind;
  /** Legal date from whose beginning it holds, null for now. */
  readonly since: LocalDate | null;
  readonly facts: EventFacts;
}

/** The record as it is written, with its event in the outbox. */
export function recorded(
  { clock }: Pick<OrganisationDependencies, 'clock'>,
  next: OrganisationRecord,
  { actor, purpose, told }: { readonly actor: Actor; readonly purpose: Purpose; readonly told: Told },
): OrganisationRecord {
  const now = isoInstant(clock.now());
  const { kind, since, facts } = told;
  const subject = `organisations/${next._id}`;
  const event: DomainEvent = {
    ...{ id: `${subject}/${next.version}`, kind, subject, actor, purpose },
    ...{ effectiveAt: since === null ? now : isoInstant(startOfDay(since)), recordedAt: now },
    facts: { organisation: next._id, revision: revisionOf(next), ...facts },
  };
  return { ...withPlaceKeys(next), outbox: [...(next.outbox ?? []), event], pending: true };
}

/** What a change makes of an organisation, and what is told of it; null where it is so already. */
export interface Judged {
  readonly next: OrganisationRecord;
  readonly told: Told;
}

/**
 * Changes an organisation within the actor's scope as `judge` says. The journal's relay writes the record too: it is read and judged
 * again.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, NOT_ALLOWED, VERSION_CONFLICT when somebody else changed it after it was read, and as
 * `judge` does
 */
export async function changeRecord(
  deps: OrganisationDependencies,
  actor: Actor,
  order: ChangeOrder,
  judge: (found: FoundOrganisation) => Promise<Judged | null> | Judged | null,
): Promise<OrganisationRecord> {
  return rewritten(deps, async () => {
    const found = await findInScope(deps.records, actor, { action: 'organisation:manage', code: order.code });
    const { record } = found;
    if (revisionOf(record) !== order.revision) throw new YinzhengError('VERSION_CONFLICT');
    const judged = await judge(found);
    if (judged === null) return { record };
    const next = { ...judged.next, version: record.version + 1, revision: order.revision + 1 };
    return { record, next: recorded(deps, next, { actor, purpose: order.purpose, told: judged.told }) };
  });
}

/** An organisation as it is, and as it is to be; nothing is written where that is absent. */
export interface Rewrite {
  readonly record: OrganisationRecord;
  readonly next?: OrganisationRecord;
}

/**
 * Writes what is worked out of a record as it is; where somebody wrote it meanwhile, such as the journal's relay, it is worked out again.
 * @throws {YinzhengError} VERSION_CONFLICT after five times, and as `work` does
 */
export async function rewritten(deps: OrganisationDependencies, work: () => Promise<Rewrite>): Promise<OrganisationRecord> {
  for (let attempt = 1; ; attempt++) {
    const { record, next } = await work();
    if (!next) return record;
    try {
      await deps.records.replace('organisations', next);
    } catch (error) {
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
      continue;
    }
    deps.journal.poke();
    return next;
  }
}
