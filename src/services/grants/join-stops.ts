import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { endedVersions, type SealRecord } from '../../domain/seal/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { everySeal } from './begin.ts';
import { enterEnded } from './end-versions.ts';
import type { GrantDependencies } from './ports.ts';
import { stopOf } from './stop.ts';
import { writeStop } from './stop-record.ts';

/** Setting that says that custody and register were told of what was filed of seals before filings reached them. */
const SETTING = 'seal-stops';

/**
 * Brings the stops and ends of seals that were only filed to the register of stops and to custody, once for a store; those that come later get
 * there by themselves. Cut off, it begins anew and changes nothing twice. Rejects as custody and the store do.
 */
export async function joinStops(deps: GrantDependencies): Promise<void> {
  const { records, clock } = deps;
  if ((await records.get('settings', SETTING)) !== null) return;
  for (const seal of await everySeal(records)) {
    if (endedVersions(seal).length > 0) await enterEnded(deps, seal);
    await joinStop(deps, seal);
  }
  try {
    const value = { since: isoInstant(clock.now()) };
    await records.insert('settings', { _id: SETTING, schema: 1, version: 1, value });
  } catch (error) {
    if (!isYinzhengError(error, 'ALREADY_EXISTS')) throw error;
  }
}

/** In the name of whoever filed it, so that he is not the one that resumes it. */
async function joinStop(deps: GrantDependencies, { _id: seal, owner, versions, filings = [] }: SealRecord): Promise<void> {
  const suspended = versions.find(({ state }) => state === 'suspended');
  const filing = suspended && filings.findLast(({ step, version }) => step === 'suspend' && version === suspended.number);
  if (!filing || (await stopOf(deps.records, seal))) return;
  const { by, cause, caseNumber, since, at } = filing;
  const purpose = { item: '印章停用', cause, caseNumber };
  await writeStop(deps, { seal, state: 'stopped', actor: { ...SERVER_ACTOR, ...by }, owner, purpose, since, at });
}
