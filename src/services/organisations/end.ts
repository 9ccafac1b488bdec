import { isoInstant, type LocalDate } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { Ending, OrganisationEnd, OrganisationRecord } from '../../domain/organisation/index.ts';
import { checkPast, invalidOrganisation } from './check.ts';
import type { OrganisationDependencies } from './ports.ts';
import { refuseEnded } from './refuse-ended.ts';
import { cancelSeals } from './cancel-seals.ts';
import { findInScope } from './find.ts';
import { changeRecord, type ChangeOrder } from './write.ts';

/** The end of an organisation, to be recorded. */
export interface OrganisationEnding extends ChangeOrder {
  readonly kind: Ending;
  /** Its last day, today at the latest. */
  readonly lastDay: LocalDate;
  /** Number of the legal document (文书号). */
  readonly documentNumber: string;
  /** Codes of its successors; they may be named later too. */
  readonly successors: readonly string[];
}

const MOST_SUCCESSORS = 32;

/**
 * Ends an organisation: its seals are cancelled, and nothing is issued, sealed or signed for it any more. What it issued stays as it is,
 * and its successors may end it. Repeated with the same end, it brings an interrupted one to its end.
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
    await cancelSeals(deps, actor, { organisation: record._id, purpose });
    return record;
  }
  const ended = await changeRecord(deps, actor, ending, async ({ record }) => {
    refuseEnded(record);
    const now = deps.clock.now();
    checkPast(lastDay, now);
    if (record.firstDay && lastDay < record.firstDay)
      throw invalidOrganisation('its last day is before its first', '终止日期早于成立日期');
    await checkSuccessors(deps, record, successors);
    const end: OrganisationEnd = { kind, lastDay, documentNumber, successors, recordedAt: isoInstant(now) };
    const facts = { ending: kind, lastDay, documentNumber, successors };
    return { next: { ...record, end }, told: { kind: 'organisation-ended', since: null, facts } };
  });
  // No seal is made for it any more: all there are are found now.
  await cancelSeals(deps, actor, { organisation: ended._id, purpose });
  return ended;
}

/**
 * Names successors of an organisation that has ended, besides those named before.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, ORGANISATION_INVALID, NOT_ALLOWED, VERSION_CONFLICT
 */
export async function nameSuccessors(
  deps: OrganisationDependencies,
  actor: Actor,
  order: ChangeOrder & { readonly successors: readonly string[] },
): Promise<OrganisationRecord> {
  return changeRecord(deps, actor, order, async ({ record }) => {
    const { end } = record;
    if (!end) throw invalidOrganisation('only an organisation that has ended has successors', '只有已终止的机构才有承继机构');
    const added = order.successors.filter((code) => !end.successors.includes(code));
    if (added.length === 0) return null;
    const successors = [...end.successors, ...added];
    await checkSuccessors(deps, record, added, successors.length);
    const told = { kind: 'organisation-succeeded', since: null, facts: { successors } } as const;
    return { next: { ...record, end: { ...end, successors } }, told };
  });
}

async function checkSuccessors(
  { records }: OrganisationDependencies,
  record: OrganisationRecord,
  successors: readonly string[],
  total = successors.length,
): Promise<void> {
  if (total > MOST_SUCCESSORS || new Set(successors).size < successors.length)
    throw invalidOrganisation(
      `there are at most ${MOST_SUCCESSORS} successors, each named once`,
      `承继机构至多 ${MOST_SUCCESSORS} 个，不得重复`,
    );
  for (const code of successors) {
    const found = code === record._id ? null : await records.get('organisations', code);
    if (!found || found.end)
      throw invalidOrganisation(
        `${code.slice(0, 18)} cannot succeed it: there is no such organisation, it has ended, or it is the same`,
        `${code.slice(0, 18)} 不能作为承继机构：机构不存在、已终止或即为本机构`,
      );
  }
}

function isSame(end: OrganisationEnd | null | undefined, ending: OrganisationEnding): boolean {
  return (
    end?.kind === ending.kind &&
    end.lastDay === ending.lastDay &&
    end.documentNumber === ending.documentNumber &&
    ending.successors.every((code) => end.successors.includes(code))
  );
}
