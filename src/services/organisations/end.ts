import { addDays, isoInstant, localDateAt, type LocalDate } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import {
  hasEnded,
  hasEndedAt,
  type Ending,
  type OrganisationEnd,
  type OrganisationRecord,
} from '../../domain/organisation/index.ts';
import { cancelSeals } from './cancel-seals.ts';
import { carryOutEnd } from './carry-out-ends.ts';
import { invalidOrganisation } from './check.ts';
import { findInScope } from './find.ts';
import type { OrganisationDependencies } from './ports.ts';
import { refuseEnded } from './refuse-ended.ts';
import { checkSuccessors } from './successors.ts';
import { changeRecord, type ChangeOrder } from './write.ts';

/** The end of an organisation, to be recorded. */
export interface OrganisationEnding extends ChangeOrder {
  readonly kind: Ending;
  /** Its last day; one that is to come plans the end. */
  readonly lastDay: LocalDate;
  /** Number of the legal document (文书号). */
  readonly documentNumber: string;
  /** Codes of its successors; they may be named later too. */
  readonly successors: readonly string[];
}

/** How far ahead an end may be planned, days. */
export const MOST_DAYS_AHEAD = 3 * 366;

/**
 * Ends an organisation: its seals are cancelled, and nothing is issued, sealed or signed for it any more; its people and systems are let in no
 * more. What it issued stays as it is, and its successors may end it. With a last day that has come it holds at once; with one that is to come
 * from the end of that day, and may be planned otherwise or withdrawn until then. Repeated with the same end, it brings an interrupted one to
 * its end.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, ORGANISATION_ENDED, ORGANISATION_INVALID, NOT_ALLOWED, VERSION_CONFLICT
 */
export async function endOrganisation(
  deps: OrganisationDependencies,
  actor: Actor,
  ending: OrganisationEnding,
): Promise<OrganisationRecord> {
  const { kind, lastDay, documentNumber, successors, purpose } = ending;
  const { record } = await findInScope(deps.records, actor, { action: 'organisation:manage', code: ending.code });
  if (isSame(record.end, ending)) {
    if (!hasEndedAt(record, deps.clock.now())) return record;
    if (!hasEnded(record)) return carryOutEnd(deps, record._id);
    await cancelSeals(deps, actor, { organisation: record._id, purpose });
    return record;
  }
  const ended = await changeRecord(deps, actor, ending, async ({ record }) => {
    const now = deps.clock.now();
    refuseEnded(record, now);
    const today = localDateAt(now);
    if (lastDay > addDays(today, MOST_DAYS_AHEAD))
      throw invalidOrganisation(
        `an end is planned at most ${MOST_DAYS_AHEAD} days ahead`,
        `终止至多可提前 ${MOST_DAYS_AHEAD} 日登记`,
      );
    if (record.firstDay && lastDay < record.firstDay)
      throw invalidOrganisation('its last day is before its first', '终止日期早于成立日期');
    await checkSuccessors(deps, record, successors);
    const isPlanned = lastDay > today;
    const end: OrganisationEnd = {
      ...{ kind, lastDay, documentNumber, successors, recordedAt: isoInstant(now) },
      ...(isPlanned && { planned: true }),
    };
    const facts = { ending: kind, lastDay, documentNumber, successors };
    const told = isPlanned
      ? ({ kind: 'organisation-end-planned', since: addDays(lastDay, 1), facts } as const)
      : ({ kind: 'organisation-ended', since: null, facts } as const);
    return { next: { ...record, end }, told };
  });
  // No seal is made for it any more: all there are are found now.
  if (hasEnded(ended)) await cancelSeals(deps, actor, { organisation: ended._id, purpose });
  return ended;
}

/**
 * Withdraws an end that was planned and does not hold yet; where none is planned it changes nothing.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, ORGANISATION_ENDED, NOT_ALLOWED, VERSION_CONFLICT
 */
export async function withdrawEnd(deps: OrganisationDependencies, actor: Actor, order: ChangeOrder): Promise<OrganisationRecord> {
  return changeRecord(deps, actor, order, ({ record }) => {
    refuseEnded(record, deps.clock.now());
    if (!record.end) return null;
    const { kind: ending, lastDay } = record.end;
    const told = { kind: 'organisation-end-withdrawn', since: null, facts: { ending, lastDay } } as const;
    return { next: { ...record, end: null }, told };
  });
}

function isSame(end: OrganisationEnd | null | undefined, ending: OrganisationEnding): boolean {
  return (
    end?.kind === ending.kind &&
    end.lastDay === ending.lastDay &&
    end.documentNumber === ending.documentNumber &&
    ending.successors.every((code) => end.successors.includes(code))
  );
}
