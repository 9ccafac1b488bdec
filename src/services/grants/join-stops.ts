import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { ENDED_STATES, endedVersions, type SealRecord } from '../../domain/seal/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { enterEnded } from './end-versions.ts';
import type { GrantDependencies } from './ports.ts';
import { stopOf } from './stop.ts';
import { writeStop } from './stop-record.ts';

/** Setting that says that the register of stops has those that were filed before filings reached it. */
const SETTING = 'seal-stops';

/**
 * Brings the stops of seals that were only filed to the register of stops, once for a store, and tells custody of every version that has ended and
 * that it does not know: its ledger may be an older one, or another. What comes later gets there by itself. Cut off, it begins anew and changes
 * nothing twice. Rejects as custody and the store do.
 */
export async function joinStops(deps: GrantDependencies): Promise<void> {
  const { records, clock, grants } = deps;
  const isJoined = (await records.get('settings', SETTING)) !== null;
  const known = new Set((await grants.standing()).endedVersions);
  // A ledger that knows of none may be new; seals that ended before there was an index of states are found by looking at all.
  for await (const seal of isJoined && known.size > 0 ? endedSeals(records) : everySeal(records)) {
    if (endedVersions(seal).some(({ sealDigest }) => !known.has(sealDigest))) await enterEnded(deps, seal);
    if (!isJoined) await joinStop(deps, seal);
  }
  if (isJoined) return;
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

/** Of 100,000 seals a start reads those that have ended alone. One with versions of several such states comes more than once. */
async function* endedSeals(records: Pick<RecordStore, 'find'>): AsyncIterable<SealRecord> {
  for (const state of ENDED_STATES) {
    for (let after: string | undefined; ;) {
      const query = { index: 'state', equals: state, limit: PAGE, ...(after !== undefined && { after }) } as const;
      const page: readonly SealRecord[] = await records.find('seals', query);
      yield* page;
      after = page.at(-1)?._id;
      if (page.length < PAGE) break;
    }
  }
}

/** Records of seals are large: a few at a time. */
const PAGE = Math.min(50, MAX_PAGE);

async function* everySeal(records: Pick<RecordStore, 'list'>): AsyncIterable<SealRecord> {
  for (let after: string | undefined; ;) {
    const page: readonly SealRecord[] = await records.list('seals', { limit: PAGE, ...(after !== undefined && { after }) });
    yield* page;
    after = page.at(-1)?._id;
    if (page.length < PAGE) return;
  }
}
