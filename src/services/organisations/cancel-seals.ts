import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { takeStep, withSteps, type SealRecord } from '../../domain/seal/index.ts';
import { MAX_PAGE } from '../storage/index.ts';
import type { OrganisationDependencies } from './ports.ts';

const ATTEMPTS = 5;

/**
 * Cancels every seal of an organisation, or those that are meant, which is filed; those cancelled before stay as they are. What was sealed stays
 * sealed.
 * @returns codes of those that were meant
 */
export async function cancelSeals(
  deps: Omit<OrganisationDependencies, 'demonstration'>,
  actor: Actor,
  {
    organisation,
    purpose,
    isMeant = () => true,
  }: { readonly organisation: string; readonly purpose: Purpose; readonly isMeant?: (seal: SealRecord) => boolean },
): Promise<readonly string[]> {
  const { records, journal } = deps;
  const meant: string[] = [];
  for (let after: string | undefined; ;) {
    const page: readonly SealRecord[] = await records.find('seals', {
      ...{ index: 'owner', equals: organisation, limit: MAX_PAGE },
      ...(after !== undefined && { after }),
    });
    for (const seal of page) {
      if (!isMeant(seal)) continue;
      meant.push(seal._id);
      await cancel(deps, seal._id, { actor, purpose });
    }
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) break;
  }
  journal.poke();
  return meant;
}

async function cancel(
  { records, clock, retireSeal }: Omit<OrganisationDependencies, 'demonstration'>,
  code: string,
  by: { readonly actor: Actor; readonly purpose: Purpose },
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const record = await records.get('seals', code);
    const stepped = record && takeStep(record, 'cancel');
    if (!record || !stepped) return;
    const at = isoInstant(clock.now());
    try {
      if (stepped.changes.length > 0)
        await records.replace('seals', withSteps(record, stepped, { ...by, step: 'cancel', since: at, at }));
    } catch (error) {
      // The relay emptied the outbox, or the seal was stopped meanwhile.
      if (!isYinzhengError(error, 'VERSION_CONFLICT') || attempt >= ATTEMPTS) throw error;
      continue;
    }
    await retireSeal?.(by.actor, record);
    return;
  }
}
