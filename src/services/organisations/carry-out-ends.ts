/** Ends of organisations that were planned, carried out once their last days are over. */
import { YinzhengError } from '../../base/errors/index.ts';
import { addDays } from '../../base/time.ts';
import type { Purpose } from '../../domain/access/index.ts';
import { hasEndedAt, revisionOf, type OrganisationEnd, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { cancelSeals } from './cancel-seals.ts';
import type { OrganisationDependencies } from './ports.ts';
import { recorded, rewritten } from './write.ts';

/**
 * Carries out every planned end whose last day is over; how many there were. Interrupted, or done by two servers at once, it is brought to its
 * end by the next round.
 */
export async function carryOutEnds(deps: OrganisationDependencies): Promise<number> {
  const now = deps.clock.now();
  let count = 0;
  for (let after: string | undefined; ;) {
    const page: readonly OrganisationRecord[] = await deps.records.find('organisations', {
      ...{ index: 'ending', equals: true, limit: MAX_PAGE },
      ...(after !== undefined && { after }),
    });
    for (const record of page) {
      if (!hasEndedAt(record, now)) continue;
      await carryOutEnd(deps, record._id);
      count++;
    }
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return count;
  }
}

/**
 * Carries out a planned end that holds by now: the seals are cancelled, then it is said that this was done. One that was carried out, or
 * withdrawn before it held, stays as it is.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, VERSION_CONFLICT
 */
export async function carryOutEnd(deps: OrganisationDependencies, code: string): Promise<OrganisationRecord> {
  return rewritten(deps, async () => {
    const record = await deps.records.get('organisations', code);
    if (!record) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: code.slice(0, 18) });
    const { end } = record;
    if (end?.planned !== true || !hasEndedAt(record, deps.clock.now())) return { record };
    const purpose = purposeOf(end);
    // Nothing is made or used for it any more by the time alone: all seals there are are found now.
    await cancelSeals(deps, SERVER_ACTOR, { organisation: code, purpose });
    const next = { ...record, version: record.version + 1, revision: revisionOf(record) + 1, end: carriedOut(end) };
    const facts = { ending: end.kind, lastDay: end.lastDay, documentNumber: end.documentNumber, successors: end.successors };
    const told = { kind: 'organisation-ended', since: addDays(end.lastDay, 1), facts } as const;
    return { record, next: recorded(deps, next, { actor: SERVER_ACTOR, purpose, told }) };
  });
}

function carriedOut({ kind, lastDay, documentNumber, successors, recordedAt }: OrganisationEnd): OrganisationEnd {
  return { kind, lastDay, documentNumber, successors, recordedAt };
}

function purposeOf({ documentNumber }: OrganisationEnd): Purpose {
  return { item: 'organisation', cause: documentNumber, caseNumber: null };
}
