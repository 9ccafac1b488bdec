import { isYinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { currentEdition, inMaking, maskPurpose, withIntent, type LicenceRecord } from '../../domain/licence/index.ts';
import { recordUnsigned } from '../signing/outcome.ts';
import { recordFailed } from '../stamping/outcome.ts';
import { admitUse } from '../grants/admit-use.ts';
import { refuseRevoked } from '../stamping/refuse-revoked.ts';
import type { CollectionName, Collections, RecordStore } from '../storage/index.ts';
import { abandon } from './abandon.ts';
import { complete, prepareFace } from './complete.ts';
import type { LicenceDependencies } from './ports.ts';
import { findMaterial } from './material.ts';
import { newIntent, writeIntent } from './reserve.ts';

const PAGE = 100;

/** What a settlement did. */
export interface Settlement {
  readonly completed: number;
  readonly abandoned: number;
  readonly unknownStampings: number;
  readonly unknownSignings: number;
}

/**
 * Settles what a crash left: stampings and signatures without a result become `outcome-unknown`, reserved licences are made again under a new
 * stamping, or abandoned when they can no longer be made; so are further editions of published ones. To be run before a service answers; and where others may be at work, with
 * the age, ms, beyond which nobody can be. Work taken from somebody who is alive after all does no harm: one of the two publishes.
 */
export async function settleReservations(
  deps: LicenceDependencies,
  { olderThan = 0 }: { readonly olderThan?: number } = {},
): Promise<Settlement> {
  const { records } = deps.store;
  let unknownStampings = 0;
  const counts = { completed: 0, abandoned: 0, taken: 0 };
  for await (const stamping of inState(records, 'stampings', 'intended')) {
    if (deps.clock.now() - Date.parse(stamping.recordedAt) < olderThan) continue;
    if (await recordFailed(deps, stamping._id, 'OUTCOME_UNKNOWN')) unknownStampings++;
  }
  let unknownSignings = 0;
  for await (const signing of inState(records, 'signings', 'intended')) {
    if (deps.clock.now() - Date.parse(signing.recordedAt) < olderThan) continue;
    if (await recordUnsigned(deps, signing._id, 'OUTCOME_UNKNOWN')) unknownSignings++;
  }
  for await (const licence of inState(records, 'licences', 'reserved')) {
    if (intentAge(licence, deps.clock.now()) < olderThan) continue;
    counts[await settleReservation(deps, licence)]++;
  }
  for await (const licence of inMakingOf(records)) {
    if (intentAge(licence, deps.clock.now()) < olderThan) continue;
    counts[await settleReservation(deps, licence)]++;
  }
  return { completed: counts.completed, abandoned: counts.abandoned, unknownStampings, unknownSignings };
}

/** Records in a state, each once: what stays in the state is not met again. */
async function* inState<C extends 'stampings' | 'signings' | 'licences'>(
  records: RecordStore,
  collection: C,
  state: Collections[C]['state'],
): AsyncIterable<Collections[C]> {
  let after = '';
  for (;;) {
    const query = { index: 'state', equals: state, limit: PAGE } as const;
    const page: readonly Collections[C][] = await records.find<C & CollectionName>(
      collection,
      after === '' ? query : { ...query, after },
    );
    yield* page;
    const last = page[page.length - 1];
    if (!last || page.length < PAGE) return;
    after = last._id;
  }
}

/** Licences of which a further edition is being made, each once. */
async function* inMakingOf(records: RecordStore): AsyncIterable<LicenceRecord> {
  for (let after: string | undefined; ;) {
    const query = { index: 'makingEdition', equals: true, limit: PAGE } as const;
    const page = await records.find('licences', after === undefined ? query : { ...query, after });
    yield* page;
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) return;
  }
}

/** How long ago a reserved licence, or the edition of one that is being made, was last about to be sealed, ms. */
export function intentAge(licence: LicenceRecord, now: Instant): number {
  return now - Date.parse(currentEdition(inMaking(licence)).intent.signingTime);
}

/** Makes one reserved licence, or the edition of one that is being made, again under a new stamping; `taken` when somebody else has it in hand. */
export async function settleReservation(
  deps: LicenceDependencies,
  licence: LicenceRecord,
): Promise<'completed' | 'abandoned' | 'taken'> {
  const { holders } = licence.coming ?? licence;
  const edition = currentEdition(inMaking(licence));
  await recordFailed(deps, edition.intent.stamping, 'OUTCOME_UNKNOWN');
  let current = licence;
  try {
    const found = await findMaterial(deps, {
      ...{ organisation: licence.issuer.code, type: licence.typeCode, at: deps.clock.now() },
      made: edition,
    });
    const { seal, sealVersion } = found;
    const by = { actor: edition.issuedBy, purpose: maskPurpose(edition.purpose, holders) };
    await refuseRevoked(deps, { seal, version: sealVersion, ...by });
    const records = deps.store.records;
    const asked = {
      seal: seal._id,
      sealVersion: sealVersion.number,
      owner: seal.owner,
      kind: `licence:${licence.typeCode}`,
    } as const;
    const { claim: use } = await admitUse({ ...deps, records }, { ...asked, ...by });
    const material = { ...found, use };
    const next = { ...withIntent(licence, newIntent(deps, material)), version: licence.version + 1 };
    const prepared = await prepareFace(deps, inMaking(next), material);
    await deps.store.records.replace('licences', next);
    current = next;
    await writeIntent(deps, inMaking(next), material);
    await complete(deps, { licence: next, material, prepared });
    return 'completed';
  } catch (error) {
    if (isYinzhengError(error, 'STORE_UNAVAILABLE')) throw error;
    if (isYinzhengError(error, 'VERSION_CONFLICT')) return 'taken';
    // One that cannot be made must not keep the service from starting, whatever the fault is.
    return (await abandon(deps, current, isYinzhengError(error) ? error.code : 'INTERNAL')) ? 'abandoned' : 'taken';
  }
}
