import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { publishedVersion, readLicenceType } from '../../domain/catalogue/index.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { judgeEvent, statusOf, type LicenceRecord, type StatusEvent, type StatusEventKind } from '../../domain/licence/index.ts';
import { findForActor } from './find.ts';
import type { LicenceAnswer } from './get.ts';
import type { LicenceDependencies } from './ports.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import type { JournalDesk } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';

/** An act on a licence's status. `effectiveAt` is ISO 8601, now when absent. */
export interface StatusChange {
  readonly identifier: string;
  readonly event: StatusEventKind;
  readonly reason: string;
  /** Number of the legal document (文书号). */
  readonly documentNumber: string;
  readonly effectiveAt?: string | undefined;
}

const ATTEMPTS = 5;

/**
 * Suspends, resumes or ends a licence. When this resolves, the change is durable and the next verification says so. An act may be
 * planned for later; until then any other act is possible, and the planned one has no effect where it meets an end.
 * @throws {YinzhengError} STATUS_EVENT_NOT_POSSIBLE, STATUS_APPROVAL_REQUIRED, LICENCE_NOT_FOUND, NOT_ALLOWED, INPUT_INVALID
 */
export async function changeStatus(
  deps: Pick<LicenceDependencies, 'store' | 'journal' | 'clock'>,
  actor: Actor,
  change: StatusChange,
): Promise<LicenceAnswer> {
  for (let attempt = 1; ; attempt++) {
    const now = deps.clock.now();
    const { licence, edition } = await findForActor(deps.store.records, {
      ...{ actor, action: 'licence:change-status', identifier: change.identifier, now },
    });
    await refuseUnapproved(deps.store.records, licence, change.event);
    const changed = withEvent(licence, { actor, change, now, journal: deps.journal });
    try {
      await deps.store.records.replace('licences', changed);
    } catch (error) {
      // The relay emptied the outbox or a colleague acted meanwhile: judge again on what is there now.
      if (isYinzhengError(error, 'VERSION_CONFLICT') && attempt < ATTEMPTS) continue;
      throw error;
    }
    deps.journal.poke();
    return { licence: changed, edition, status: statusOf(changed, edition, { asOf: now, knownAt: now }) };
  }
}

/** Whether an act on licences of a type needs a second person, by the version of the type that holds now. */
export async function needsApproval(
  records: Pick<RecordStore, 'get'>,
  { typeCode }: Pick<LicenceRecord, 'typeCode'>,
  kind: StatusEventKind,
): Promise<boolean> {
  const stored = await records.get('licence-types', typeCode);
  const content = stored ? publishedVersion(readLicenceType(stored))?.content : null;
  return content?.approvedActs?.includes(kind) ?? false;
}

async function refuseUnapproved(records: Pick<RecordStore, 'get'>, licence: LicenceRecord, kind: StatusEventKind): Promise<void> {
  if (await needsApproval(records, licence, kind)) throw new YinzhengError('STATUS_APPROVAL_REQUIRED');
}

/**
 * A licence with an act recorded now, the version after the one given.
 * @throws {YinzhengError} STATUS_EVENT_NOT_POSSIBLE, INPUT_INVALID
 */
export function withEvent(
  licence: LicenceRecord,
  input: {
    readonly actor: Actor;
    readonly change: StatusChange;
    readonly now: Instant;
    readonly journal: Pick<JournalDesk, 'pseudonym'>;
    /** Application by which it is recorded, and who approved it. */
    readonly approved?: { readonly application: string; readonly approver: Actor };
  },
): LicenceRecord {
  const { actor, change, now, approved } = input;
  const { documentNumber } = change;
  if (documentNumber.trim() === '' || [...documentNumber].length > 100)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(
        'every act rests on a legal document: its number has 1 to 100 characters',
        '状态变更须有法律文书依据，文书号应为 1 至 100 个字符',
      ),
    });
  const effective = change.effectiveAt === undefined ? now : Date.parse(change.effectiveAt);
  const { from, to } = judgeEvent(licence, { kind: change.event, effectiveAt: effective, now });
  const recordedAt = isoInstant(now);
  const event: StatusEvent = {
    kind: change.event,
    reason: change.reason,
    documentNumber,
    effectiveAt: isoInstant(effective),
    recordedAt,
    actor,
    ...(approved && { application: approved.application }),
  };
  const version = licence.version + 1;
  const told: DomainEvent = {
    id: `licences/${licence._id}/${version}`,
    kind: 'licence-status-changed',
    subject: `licences/${licence._id}`,
    effectiveAt: event.effectiveAt,
    recordedAt,
    actor: approved?.approver ?? actor,
    purpose: null,
    facts: {
      ...{ identifier: change.identifier, event: change.event, from, to, documentNumber },
      ...(approved && { application: approved.application, requester: actor.person ?? actor.client }),
      // Which of the licence's acts it is, from 0.
      act: licence.events.length,
      ...personsTold(input.journal, licence.holders),
    },
  };
  return { ...licence, version, events: [...licence.events, event], outbox: [...licence.outbox, told], pending: true };
}
