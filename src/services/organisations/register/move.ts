import { bilingual, isYinzhengError, YinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { addDays, localDateAt } from '../../../base/time.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import {
  areaCode,
  areaLevel,
  hasEndedAt,
  placeId,
  revisionOf,
  type AreaCode,
  type OrganisationRecord,
} from '../../../domain/organisation/index.ts';
import { MAX_PAGE, type RecordStore } from '../../storage/index.ts';
import { authoriseEverywhere } from '../find.ts';
import { organisationsWithin } from '../list.ts';
import type { OrganisationDependencies } from '../ports.ts';
import { changeRecord } from '../write.ts';
import { areaSuccessors } from './succession.ts';

/** Organisations that were moved, and those that were not, and why. */
export interface MovedOrganisations {
  readonly moved: readonly { readonly organisation: string; readonly from: string; readonly to: string }[];
  readonly left: readonly { readonly organisation: string; readonly areaCode: string; readonly reason: Bilingual }[];
}

/** A code of an area that has ended, and one of its successors where it has several and all go there. */
export interface AreaMove {
  readonly code: string;
  readonly to?: string | undefined;
  readonly purpose: Purpose;
}

/**
 * Moves every organisation of an area whose code has ended, and of what lies in it, to the code that took its place; each keeps the old code with its last
 * day. Where the register names several successors, and none is told, an organisation stays and is told. Repeated, it moves what is left. Only who reaches
 * everything may do it.
 * @throws {YinzhengError} NOT_ALLOWED, REGISTERED_PLACE_NOT_FOUND, ORGANISATION_INVALID where the code has not ended or has no such successor
 */
export async function moveOrganisations(
  deps: OrganisationDependencies,
  actor: Actor,
  { code, to, purpose }: AreaMove,
): Promise<MovedOrganisations> {
  await authoriseEverywhere(deps.records, actor, 'organisation:manage');
  const area = areaCode(code);
  const place = await deps.records.get('places', placeId('area', area));
  if (!place) throw new YinzhengError('REGISTERED_PLACE_NOT_FOUND', { place: area });
  const { lastDay, successors } = place;
  const isOver = lastDay !== null && lastDay < localDateAt(deps.clock.now());
  if (!isOver || successors.length === 0 || (to !== undefined && !successors.includes(to)))
    throw new YinzhengError('ORGANISATION_INVALID', {
      reason: bilingual(
        `the code ${area} has not ended with a successor ${to ?? ''}`.trim(),
        `区划代码 ${area} 尚未终止，或没有承接代码${to === undefined ? '' : ` ${to}`}`,
      ),
    });
  const moved: MovedOrganisations['moved'][number][] = [];
  const left: MovedOrganisations['left'][number][] = [];
  for (const record of await allWithin(deps.records, area)) {
    const from = areaCode(record.areaCode);
    const next = from === area && to !== undefined ? areaCode(to) : await onlySuccessor(deps.records, from);
    const reason = hasEndedAt(record, deps.clock.now())
      ? bilingual('it has ended', '机构已终止')
      : next === null
        ? bilingual('the register names no one successor of its code', '其区划代码没有唯一的承接代码')
        : await move(deps, actor, record, { next, lastDay, purpose });
    if (reason === null) moved.push({ organisation: record._id, from, to: next ?? '' });
    else left.push({ organisation: record._id, areaCode: from, reason });
  }
  return { moved, left };
}

async function onlySuccessor(records: RecordStore, from: AreaCode): Promise<AreaCode | null> {
  const [only = null, ...more] = await areaSuccessors(records, from);
  return more.length === 0 ? only : null;
}

/** Moves one; null when it was, else why not. */
async function move(
  deps: OrganisationDependencies,
  actor: Actor,
  { _id: code, areaCode: from, ...record }: OrganisationRecord,
  {
    next,
    lastDay,
    purpose,
  }: { readonly next: AreaCode; readonly lastDay: NonNullable<OrganisationRecord['firstDay']>; readonly purpose: Purpose },
): Promise<Bilingual | null> {
  try {
    await changeRecord(
      deps,
      actor,
      { code, revision: revisionOf({ _id: code, areaCode: from, ...record }), purpose },
      (found) => {
        const { formerAreas = [] } = found.record;
        const before = formerAreas.at(-1)?.lastDay;
        // One that came to the old code after that had ended keeps no time at it.
        const former = before !== undefined && before >= lastDay ? [] : [{ areaCode: from, lastDay }];
        const facts = { changed: ['areaCode'], areaCode: next, before: from, name: found.record.name };
        return {
          next: { ...found.record, areaCode: next, formerAreas: [...formerAreas, ...former] },
          told: { kind: 'organisation-changed', since: addDays(lastDay, 1), facts },
        };
      },
    );
    return null;
  } catch (error) {
    if (!isYinzhengError(error, 'VERSION_CONFLICT')) throw error;
    return bilingual('somebody changed it meanwhile', '机构信息已被他人变更');
  }
}

/** Those of the area, the highest first, so that what is above is moved before what is beneath. */
async function allWithin(records: RecordStore, area: AreaCode): Promise<readonly OrganisationRecord[]> {
  const found: OrganisationRecord[] = [];
  const scope = { kind: 'area', places: [{ area, line: null }], own: null } as const;
  for (let after: string | undefined; ;) {
    const page = await organisationsWithin(records, scope, { after, limit: MAX_PAGE });
    found.push(...page);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) break;
  }
  return found.sort((left, right) => areaLevel(areaCode(left.areaCode)) - areaLevel(areaCode(right.areaCode)));
}
