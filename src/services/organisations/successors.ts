import type { Actor } from '../../domain/access/index.ts';
import { hasEndedAt, type OrganisationRecord } from '../../domain/organisation/index.ts';
import { invalidOrganisation } from './check.ts';
import type { OrganisationDependencies } from './ports.ts';
import { changeRecord, type ChangeOrder } from './write.ts';

const MOST_SUCCESSORS = 32;

/**
 * Names successors of an organisation that has ended or is to end, besides those named before.
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

/**
 * Checks those that are to succeed an organisation.
 * @param total how many there are with those named before
 * @throws {YinzhengError} ORGANISATION_INVALID
 */
export async function checkSuccessors(
  { records, clock }: OrganisationDependencies,
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
    if (!found || hasEndedAt(found, clock.now()))
      throw invalidOrganisation(
        `${code.slice(0, 18)} cannot succeed it: there is no such organisation, it has ended, or it is the same`,
        `${code.slice(0, 18)} 不能作为承继机构：机构不存在、已终止或即为本机构`,
      );
  }
}
