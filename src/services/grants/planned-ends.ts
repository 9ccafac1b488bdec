/** Ends and names of organisations that are planned, told to custody in time: it refuses uses from the day on by its own clock. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { addDays, isoInstant, startOfDay } from '../../base/time.ts';
import { OWNER_SUBJECT } from '../../domain/grant/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import { currentVersion, showsName } from '../../domain/seal/index.ts';
import { SERVER_ACTOR, type Clock } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import type { GrantCustody } from './ports.ts';

interface Dependencies {
  readonly records: Pick<RecordStore, 'find'>;
  readonly clock: Clock;
  readonly grants: Pick<GrantCustody, 'enter' | 'standing'>;
}

/**
 * Tells custody from when on what belongs to an organisation, or shows a name of before, is not used any more; and of what is planned no
 * more, as long as it has not come.
 * @returns how many were told. Rejects as custody and the store do
 */
export async function followPlannedEnds(deps: Dependencies): Promise<number> {
  const planned = await plannedEnds(deps.records);
  const known = new Map((await deps.grants.standing()).plannedEnds.map(({ subject, from }) => [subject, from]));
  const now = deps.clock.now();
  let told = 0;
  const tell = async (subject: string, from: string | null): Promise<void> => {
    try {
      await deps.grants.enter({ kind: 'end-planned', subject, from, by: SERVER_ACTOR.client });
      told++;
    } catch (error) {
      // By custody's clock it has come already, and stays.
      if (!isYinzhengError(error, 'SEAL_USE_REFUSED')) throw error;
    }
  };
  for (const [subject, from] of planned) if (known.get(subject) !== from) await tell(subject, from);
  for (const [subject, from] of known) if (!planned.has(subject) && Date.parse(from) > now) await tell(subject, null);
  return told;
}

async function plannedEnds(records: Dependencies['records']): Promise<ReadonlyMap<string, string>> {
  const ends = new Map<string, string>();
  for await (const { _id, name, nextName } of organisations(records, 'renaming')) {
    if (!nextName) continue;
    const from = isoInstant(startOfDay(nextName.firstDay));
    for (let after: string | undefined; ;) {
      const page = await records.find('seals', {
        ...{ index: 'owner', equals: _id, limit: MAX_PAGE },
        ...(after !== undefined && { after }),
      });
      for (const seal of page) if (currentVersion(seal) && showsName(seal, name, [nextName.name])) ends.set(seal._id, from);
      after = page.at(-1)?._id;
      if (page.length < MAX_PAGE) break;
    }
  }
  for await (const { _id, end } of organisations(records, 'ending'))
    if (end) ends.set(`${OWNER_SUBJECT}${_id}`, isoInstant(startOfDay(addDays(end.lastDay, 1))));
  return ends;
}

async function* organisations(records: Dependencies['records'], index: 'ending' | 'renaming'): AsyncIterable<OrganisationRecord> {
  for (let after: string | undefined; ;) {
    const page: readonly OrganisationRecord[] = await records.find('organisations', {
      ...{ index, equals: true, limit: MAX_PAGE },
      ...(after !== undefined && { after }),
    });
    yield* page;
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return;
  }
}
