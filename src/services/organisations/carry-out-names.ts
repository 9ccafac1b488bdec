/** Changes of names, carried out once the new one holds. */
import { YinzhengError } from '../../base/errors/index.ts';
import { addDays, startOfDay } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import type { OrganisationRecord } from '../../domain/organisation/index.ts';
import { isAlive, showsName } from '../../domain/seal/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE } from '../storage/index.ts';
import { cancelSeals } from './cancel-seals.ts';
import type { OrganisationDependencies } from './ports.ts';
import { recorded, rewritten } from './write.ts';

/** What a change is carried out for, where it was planned. */
const PURPOSE: Purpose = { item: 'organisation', cause: '更名', caseNumber: null };

/**
 * Carries out every change of a name that holds by now; how many there were. Interrupted, or done by two servers at once, it is brought to its end by
 * the next round.
 */
export async function carryOutNames(deps: OrganisationDependencies): Promise<number> {
  const now = deps.clock.now();
  let count = 0;
  for (let after: string | undefined; ;) {
    const page: readonly OrganisationRecord[] = await deps.records.find('organisations', {
      ...{ index: 'renaming', equals: true, limit: MAX_PAGE },
      ...(after !== undefined && { after }),
    });
    for (const { _id, nextName } of page) {
      if (!nextName || now < startOfDay(nextName.firstDay)) continue;
      await carryOutName(deps, { code: _id, actor: SERVER_ACTOR, purpose: PURPOSE });
      count++;
    }
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return count;
  }
}

/**
 * Carries out a change of a name that holds by now: seals whose faces show the name before are cancelled, then the organisation has the new one. One that does
 * not hold yet, or was carried out, stays as it is.
 * @throws {YinzhengError} ORGANISATION_NOT_FOUND, VERSION_CONFLICT
 */
export async function carryOutName(
  deps: OrganisationDependencies,
  { code, actor, purpose }: { readonly code: string; readonly actor: Actor; readonly purpose: Purpose },
): Promise<OrganisationRecord> {
  return rewritten(deps, async () => {
    const record = await deps.records.get('organisations', code);
    if (!record) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: code.slice(0, 18) });
    const { name, nextName, formerNames = [], firstDay } = record;
    if (!nextName || deps.clock.now() < startOfDay(nextName.firstDay)) return { record };
    // None of them is used any more by the day alone: all there are are found now.
    const seals = await cancelSeals(deps, actor, {
      ...{ organisation: code, purpose },
      isMeant: (seal) =>
        showsName(seal, name, [nextName.name]) && (seal.versions.some(isAlive) || endedWith(seal.filings, nextName.firstDay)),
    });
    const lastDay = addDays(nextName.firstDay, -1);
    const former = firstDay && lastDay < firstDay ? [] : [{ name, lastDay, seals }];
    const next = {
      ...record,
      ...{ version: record.version + 1, name: nextName.name, nextName: null, formerNames: [...formerNames, ...former] },
    };
    const facts = { before: name, name: nextName.name, seals };
    const told = { kind: 'organisation-renamed', since: nextName.firstDay, facts } as const;
    return { record, next: recorded(deps, next, { actor, purpose, told }) };
  });
}

/** A round that was cut off cancelled them already. */
function endedWith(filings: readonly { readonly step: string; readonly day: string }[] = [], firstDay: string): boolean {
  const last = filings.at(-1);
  return last?.step === 'cancel' && last.day >= firstDay;
}
